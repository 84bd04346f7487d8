import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../../errors.ts';
import { variable } from '../sourced.ts';
import type { Asking } from './asking.ts';

/** A password or a token: known already, or to be had when a call needs it. */
export interface Secret {
  /** `BLINK_TOKEN`, `BLINK_TOKEN_FILE`, `BLINK_TOKEN_COMMAND`, `CREDENTIALS_DIRECTORY`, `login` or `simulator`. */
  readonly source: string;
  /** The file that a variable names for it. */
  readonly file?: string;
  /**
   * Asked several times, it reads the file or runs the command once.
   * @throws CliError `not_logged_in` that says why it can't be had, `usage` for a command that makes no sense
   */
  read(asking: Asking): Promise<string>;
}

/** The secrets that variables may hold. Each may also be in a file, come from a command, or be given by systemd. */
export const secretNames = ['BLINK_PASSWORD', 'BLINK_TOKEN', 'BLINK_LOGISTICS_TOKEN'] as const;
type SecretName = (typeof secretNames)[number];

/** The three variables that a secret can be given with. */
function waysOf(name: SecretName): readonly [value: string, file: string, command: string] {
  return [name, `${name}_FILE`, `${name}_COMMAND`];
}

/** A secret that is known. */
export function knownSecret(value: string, source: string): Secret {
  return { source, read: async () => value };
}

/**
 * The secret that the environment gives: in a variable, in the file that a variable names, by a command, or as a
 * credential of a systemd unit (`blink-password`, `blink-token`, `blink-logistics-token`), which stands back for a
 * variable.
 * @throws CliError `usage` where two variables give it: whichever was taken, it could be the wrong one
 */
export function givenSecret(env: NodeJS.ProcessEnv, name: SecretName): Secret | undefined {
  const [value, file, command] = waysOf(name).map((way) => variable(env, way));
  const [first, second] = [value, file, command].flatMap((given) => given?.source ?? []);
  if (first !== undefined && second !== undefined) throw givenTwice(first, second);
  if (value) return knownSecret(value.value, value.source);
  if (file) return fileSecret(file.value, file.source);
  if (command) return commandSecret(command.value, command.source, env);
  return systemdSecret(env, name);
}

/** The variables that give secrets, as many as there are for each. */
export function givenSources(env: NodeJS.ProcessEnv): string[] {
  return secretNames.flatMap((name) => {
    const set = waysOf(name).filter((way) => variable(env, way) !== undefined);
    return set.length > 0 ? set : (systemdSecret(env, name)?.source ?? []);
  });
}

function fileSecret(file: string, source: string): Secret {
  let reading: Promise<string> | undefined;
  return {
    source,
    file,
    async read(asking) {
      const { readSecretFile } = await import('./secret-file.ts');
      reading ??= readSecretFile(file, source, asking);
      return reading;
    },
  };
}

function commandSecret(command: string, source: string, env: NodeJS.ProcessEnv): Secret {
  let running: Promise<string> | undefined;
  return {
    source,
    async read(asking) {
      const { runSecretCommand } = await import('./secret-command.ts');
      running ??= runSecretCommand(command, source, withoutSecrets(env), asking);
      return running;
    },
  };
}

function systemdSecret(env: NodeJS.ProcessEnv, name: SecretName): Secret | undefined {
  const folder = variable(env, 'CREDENTIALS_DIRECTORY');
  if (folder === undefined) return undefined;
  const file = join(folder.value, name.toLowerCase().replaceAll('_', '-'));
  return existsSync(file) ? fileSecret(file, folder.source) : undefined;
}

/** A command that gives one secret needs none of the others, and one that runs blink itself must not run for ever. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ways: readonly string[] = secretNames.flatMap(waysOf);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ways.includes(name)));
}

function givenTwice(first: string, second: string): CliError {
  return new CliError('usage', `${first} and ${second} are both set.`, {
    hint: 'Unset one of them: blink does not guess which of the two you mean.',
  });
}
