import { CliError } from '../../errors.ts';
import type { GlobalFlags } from '../../flags.ts';
import { formatByEnding } from '../../terminal/out-file.ts';
import { type Sourced, variable } from '../sourced.ts';
import type { Output, StockQuantityKey, StoredConfig } from '../stored/config.ts';
import { storedProfile } from '../stored/logins.ts';
import { type Environment, environmentsInWords, parseEnvironment } from '../target/environments.ts';
import { defaultProfile, parseProfile } from '../target/profiles.ts';
import { parseOutput, parseRetries, parseTimeout } from './values.ts';

/** How a command works, each value with the place it came from. Nothing changes it once it is made. */
export interface Settings {
  readonly profile: Sourced<string>;
  /** Never guessed: undefined until a flag, a variable or a login chooses it. */
  readonly environment: Sourced<Environment> | undefined;
  /** In milliseconds. */
  readonly timeout: Sourced<number>;
  /** How often a call is repeated after its first attempt. */
  readonly retries: Sourced<number>;
  readonly output: Sourced<Output>;
  readonly stockQuantityKey: Sourced<StockQuantityKey>;
  /** Where the simulator posts its events to. */
  readonly simulatorWebhook: Sourced<string> | undefined;
}

export const defaults = {
  timeout: 30,
  retries: 3,
  output: 'table',
  stockQuantityKey: 'stock_quantity',
} as const;

/**
 * Brings flags, variables and stored settings together, in this order of precedence.
 * @throws CliError `usage` for a flag or variable that makes no sense
 */
export function resolveSettings({
  flags,
  env,
  stored,
}: {
  flags: GlobalFlags;
  env: NodeJS.ProcessEnv;
  stored: StoredConfig;
}): Settings {
  const { settings = {} } = stored;
  const profile = profileOf(flags, env, stored);
  const environment = environmentOf(flags, env, storedProfile(stored, profile.value)?.env);
  const timeout =
    fromFlag(flags.timeout, '--timeout', parseTimeout) ??
    fromConfig(settings.timeout) ??
    byDefault(defaults.timeout);
  return Object.freeze({
    profile,
    environment,
    timeout: { ...timeout, value: timeout.value * 1000 },
    retries:
      fromFlag(flags.retries, '--retries', parseRetries) ??
      fromConfig(settings.retries) ??
      byDefault(defaults.retries),
    output:
      fromFlag(flags.json ? 'json' : flags.output, '--output', parseOutput) ??
      fromOut(flags.out) ??
      fromConfig(settings.output) ??
      byDefault(defaults.output),
    stockQuantityKey: fromConfig(settings.wire?.stockQuantityKey) ?? byDefault(defaults.stockQuantityKey),
    simulatorWebhook: fromConfig(settings.simulator?.webhook),
  });
}

/**
 * The same for a command that has to run whatever is set: variables that make no sense count as unset.
 * @throws CliError `usage` for a flag that makes no sense
 */
export function settingsInAnyCase(given: Parameters<typeof resolveSettings>[0]): Settings {
  try {
    return resolveSettings(given);
  } catch {
    const { BLINK_ENV: _, BLINK_PROFILE: __, ...env } = given.env;
    return resolveSettings({ ...given, env });
  }
}

/** The file that the result goes to: the ending of its name says how it is written. */
function fromOut(path: string | undefined): Sourced<Output> | undefined {
  const value = path === undefined ? undefined : formatByEnding(path);
  return value && { value, source: '--out' };
}

/**
 * The environment that was chosen.
 * @throws CliError `usage` that names the environments and the ways to choose one, when none was
 */
export function chosenEnvironment({ environment, profile }: Settings): Sourced<Environment> {
  if (environment) return environment;
  throw new CliError('usage', `No environment is chosen for the profile "${profile.value}".`, {
    hint:
      `Choose ${environmentsInWords}: with the flag --env NAME, the variable BLINK_ENV, ` +
      'or once and for all with "blink login". "local" needs no account.',
  });
}

function profileOf(flags: GlobalFlags, env: NodeJS.ProcessEnv, stored: StoredConfig): Sourced<string> {
  if (flags.profile !== undefined) {
    return { value: parseProfile(flags.profile, '--profile'), source: '--profile' };
  }
  const named = variable(env, 'BLINK_PROFILE');
  if (named) return { ...named, value: parseProfile(named.value, named.source) };
  return fromConfig(stored.profile || undefined) ?? byDefault(defaultProfile);
}

function environmentOf(
  flags: GlobalFlags,
  env: NodeJS.ProcessEnv,
  stored: Environment | undefined,
): Sourced<Environment> | undefined {
  if (flags.env !== undefined) return { value: parseEnvironment(flags.env, '--env'), source: '--env' };
  const named = variable(env, 'BLINK_ENV');
  if (named) return { ...named, value: parseEnvironment(named.value, named.source) };
  return fromConfig(stored);
}

function fromFlag<T>(
  typed: string | undefined,
  source: string,
  parse: (typed: string, source: string) => T,
): Sourced<T> | undefined {
  return typed === undefined ? undefined : { value: parse(typed, source), source };
}

function fromConfig<T>(value: T | undefined): Sourced<T> | undefined {
  return value === undefined ? undefined : { value, source: 'config' };
}

function byDefault<T>(value: T): Sourced<T> {
  return { value, source: 'default' };
}
