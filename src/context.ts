import type { Settings } from './config/settings.ts';
import type { StoredConfig } from './config/stored.ts';
import type { Connections } from './connect.ts';
import type { Output, Sink } from './output/output.ts';
import type { Prompts } from './prompts.ts';

/** The outside world, as `bin` hands it in and tests replace it. */
export interface Io {
  stdin: AsyncIterable<Uint8Array> & NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: Sink & NodeJS.WritableStream;
  stderr: Sink & NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

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
