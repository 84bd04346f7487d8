import type { CliError } from '../errors.ts';
import type { Io } from '../io.ts';
import { type Folders, foldersOf } from '../session/folders.ts';
import { once } from '../session/once.ts';
import { chosenEnvironment, resolveSettings, type Settings } from '../session/settings/settings.ts';
import type { StoredConfig } from '../session/stored/config.ts';
import { lookAtStored } from '../session/stored/read.ts';
import type { Environment } from '../session/target/environments.ts';
import { defaultProfile } from '../session/target/profiles.ts';
import { createTarget, type Target } from '../session/target/target.ts';

/** The set-up that is looked at. What makes no sense in it throws when it is asked for, not before. */
export interface Patient extends Pick<Io, 'env' | 'platform' | 'stdout'> {
  /** The variables of the shell, where others are looked at: those that cron gives. */
  shell: NodeJS.ProcessEnv | undefined;
  folders: Folders;
  stored: StoredConfig;
  /** Why the file of the settings can't be used. */
  storedFault: CliError | undefined;
  /** @throws CliError `usage` */
  settings(): Settings;
  /** @throws CliError `usage`, also where no environment is chosen */
  target(): Target;
  /** Takes what the command of a secret says on its standard error. */
  warn(message: string): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** @param chosen the flags that choose, as typed */
export function admit(
  { env, platform, stdout }: Pick<Io, 'env' | 'platform' | 'stdout'>,
  chosen: { env?: string | undefined; profile?: string | undefined },
  { shell, warn, now }: Pick<Patient, 'shell' | 'warn' | 'now'>,
): Patient {
  const folders = foldersOf(env, platform);
  const { config: stored, fault: storedFault } = lookAtStored(folders.config);
  const settings = once(() => resolveSettings({ flags: chosen, env, stored }));
  const target = once(() => {
    const { profile } = settings();
    const environment = chosenEnvironment(settings());
    return createTarget({ profile, environment, env, stored, stateFolder: folders.state });
  });
  return { env, platform, stdout, shell, folders, stored, storedFault, settings, target, warn, now };
}

/** The settings, for checks that have nothing to look at without any: that they make no sense is told once. */
export function settingsOf({ settings }: Patient): Settings | undefined {
  return orNothing(settings);
}

/** The environment, for checks that have nothing to look at without one: that none is chosen is told once. */
export function environmentOf(patient: Patient): Environment | undefined {
  return settingsOf(patient)?.environment?.value;
}

/** The target, for checks that have nothing to look at without one. */
export function targetOf({ target }: Patient): Target | undefined {
  return orNothing(target);
}

function orNothing<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** The flags that lead a command to a profile and an environment. */
export function flagsTo(environment: Environment | undefined, profile: string): string {
  return [
    ...(environment === undefined ? [] : [`--env ${environment}`]),
    ...(profile === defaultProfile ? [] : [`--profile ${JSON.stringify(profile)}`]),
  ].join(' ');
}
