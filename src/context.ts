import { configFolder, stateFolder } from './config/paths.ts';
import { resolveSettings, type Settings } from './config/settings.ts';
import { readStored, type StoredConfig } from './config/stored.ts';
import { parseMaxTime } from './config/values.ts';
import { type Connections, createConnections } from './connect.ts';
import { CliError } from './errors.ts';
import type { Io } from './io.ts';
import { cleanLines } from './output/clean.ts';
import { Output } from './output/output.ts';
import type { GlobalFlags } from './program.ts';
import { createPrompts, type Prompts } from './prompts.ts';

/** What every command is given. Whatever takes time to make is made when it is asked for. */
export interface Context {
  io: Io;
  output: Output;
  /** Flags, variables and stored settings, brought together. */
  settings: Settings;
  stored: StoredConfig;
  prompts: Prompts;
  /** True with `--yes`: nothing is asked. */
  yes: boolean;
  folders: { config: string; state: string };
  /** The clients for the services of the chosen environment. */
  api: Connections;
  /** Aborted when the run is interrupted, or its time (`--max-time`) is over. */
  signal: AbortSignal;
  /** The time in milliseconds since 1970. */
  now(): number;
}

/** @throws CliError `usage` when flags, variables or settings make no sense */
export function createContext(io: Io, flags: GlobalFlags, interruption: AbortSignal): Context {
  const { env, platform, stdout, stderr } = io;
  const folders = { config: configFolder(env, platform), state: stateFolder(env, platform) };
  const warn = (message: string) => {
    stderr.write(`${cleanLines(message)}\n`, () => {});
  };
  const stored = readStored(folders.config, warn);
  const format = flags.json ? 'json' : flags.output;
  const settings = resolveSettings({ flags: { ...flags, output: format }, env, stored });
  settings.warnings.forEach(warn);
  const trace = flags.verbose ? warn : undefined;
  const { signal, deadline } = limited(interruption, flags.maxTime);
  return {
    io,
    settings,
    stored,
    folders,
    signal,
    output: new Output({
      stdout,
      stderr,
      env,
      format: settings.output.value,
      quiet: flags.quiet ?? false,
      colour: flags.color,
    }),
    prompts: createPrompts(io, signal),
    yes: flags.yes ?? false,
    api: createConnections({ settings, stored, folders, signal, deadline, trace, warn }),
    now: Date.now,
  };
}

/** Ends a run when its time is over, as an interruption would. */
function limited(
  interruption: AbortSignal,
  typed: string | undefined,
): { signal: AbortSignal; deadline: number | undefined } {
  if (typed === undefined) return { signal: interruption, deadline: undefined };
  const maxTime = parseMaxTime(typed, '--max-time') * 1000;
  const over = new AbortController();
  const error = new CliError('unreachable', `The time for this run is over (--max-time ${maxTime / 1000}).`, {
    hint: 'Where the service is slow, give it more time.',
  });
  setTimeout(() => over.abort(error), maxTime).unref();
  return { signal: AbortSignal.any([interruption, over.signal]), deadline: Date.now() + maxTime };
}
