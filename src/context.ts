import { configFolder, stateFolder } from './config/paths.ts';
import { resolveSettings, type Settings } from './config/settings.ts';
import { readStored, type StoredConfig } from './config/stored.ts';
import { type Connections, createConnections } from './connect.ts';
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
  /** Aborted when the run is interrupted. */
  signal: AbortSignal;
  /** The time in milliseconds since 1970. */
  now(): number;
}

/** @throws CliError `usage` when flags, variables or settings make no sense */
export function createContext(io: Io, flags: GlobalFlags, signal: AbortSignal): Context {
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
    api: createConnections({ settings, stored, folders, signal, trace, warn }),
    now: Date.now,
  };
}
