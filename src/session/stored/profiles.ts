import { CliError } from '../../errors.ts';
import { shellWord } from '../../shell-word.ts';
import { nearest } from '../../spelling.ts';
import type { Environment } from '../target/environments.ts';
import { defaultProfile } from '../target/profiles.ts';
import type { StoredConfig } from './config.ts';
import { storedProfile, withProfile } from './logins.ts';

/* What there is of profiles in a configuration, and changes of it for `changeStored`. */

/** The names of all profiles, and of the one that counts where none is named, which may have nothing stored yet. */
export function profileNames(config: StoredConfig): string[] {
  return [...new Set([chosenProfile(config), ...Object.keys(config.profiles)])].sort((one, other) =>
    one < other ? -1 : 1,
  );
}

/** The profile that counts where no flag and no variable names one. */
function chosenProfile({ profile }: StoredConfig): string {
  return profile || defaultProfile;
}

/** @throws CliError `usage` where there is no such profile, with the nearest one */
export function requireProfile(config: StoredConfig, name: string): void {
  const names = profileNames(config);
  if (names.includes(name)) return;
  const meant = nearest(name, names);
  throw new CliError('usage', `There is no profile "${name}".${meant ? ` Did you mean ${meant}?` : ''}`, {
    hint: `There ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}. Make one: blink profile add ${shellWord(name)}`,
  });
}

/** @throws CliError `usage` where there is one of this name */
export function refuseKnown(config: StoredConfig, name: string): void {
  if (storedProfile(config, name) === undefined) return;
  throw new CliError('usage', `There is a profile "${name}" already.`, {
    hint: '"blink profile list" shows all of them.',
  });
}

/** @throws CliError `usage` where there is one of this name */
export function addProfile(config: StoredConfig, name: string, env: Environment | undefined): StoredConfig {
  refuseKnown(config, name);
  const { config: next, profile } = withProfile(config, name);
  if (env !== undefined) profile.env = env;
  return next;
}

/** Makes a profile the one that counts where none is named. @throws CliError `usage` where there is none of this name */
export function useProfile(config: StoredConfig, name: string): StoredConfig {
  // The usual one needs nothing stored.
  if (name !== defaultProfile) requireProfile(config, name);
  return { ...config, profile: name };
}

/** Forgets the logins and the branch codes of a profile, and that it was the one to use. */
export function forgetProfile(config: StoredConfig, name: string): StoredConfig {
  const { [name]: _, ...profiles } = config.profiles;
  const { profile, ...others } = config;
  return { ...others, ...(profile === undefined || profile === name ? {} : { profile }), profiles };
}

/** A profile that is being given another name: what it was called and what it will be. */
export interface Renaming {
  from: string;
  to: string;
}

/** Notes that a profile is about to be renamed: until it has been, nothing else is done with either name. */
export function beginRenaming(config: StoredConfig, renaming: Renaming): StoredConfig {
  const { from, to } = renaming;
  const { renaming: begun } = config;
  if (begun?.from === from && begun.to === to) return config;
  refuseWhileRenamed(config, from);
  requireProfile(config, from);
  refuseKnown(config, to);
  return { ...config, renaming };
}

/** Gives a profile its new name, once its folders have it. */
export function endRenaming(config: StoredConfig, { from, to }: Renaming): StoredConfig {
  const { renaming: _, ...others } = config;
  const kept = storedProfile(config, from);
  const { [from]: __, ...profiles } = config.profiles;
  return {
    ...others,
    ...(chosenProfile(config) === from ? { profile: to } : {}),
    profiles: kept === undefined ? profiles : { ...profiles, [to]: kept },
  };
}

/** @throws CliError `failed` for a profile whose renaming was cut off: its records may be under either name */
export function refuseWhileRenamed({ renaming }: StoredConfig, profile: string): void {
  if (renaming === undefined || (renaming.from !== profile && renaming.to !== profile)) return;
  const { from, to } = renaming;
  throw new CliError('failed', `The renaming of the profile "${from}" to "${to}" was cut off.`, {
    hint: `Finish it: blink profile rename ${shellWord(from)} ${shellWord(to)}`,
  });
}
