import type { Settings } from '../settings/settings.ts';
import type { StoredConfig } from '../stored/config.ts';
import type { Target } from '../target/target.ts';

/** What the clients of a run are made from. */
export interface ConnectOptions {
  target: Target;
  settings: Settings;
  stored: StoredConfig;
  /** Changes what is stored, for what the run learns. */
  changeStored(change: (config: StoredConfig) => StoredConfig): Promise<void>;
  /** Where the simulator keeps its state. */
  simulatorFolder: string;
  signal: AbortSignal;
  /** When the run's time is over, in milliseconds since 1970, where it was given one. */
  deadline: number | undefined;
  /** Takes a line for each HTTP call, where asked for. */
  trace: ((line: string) => void) | undefined;
  warn: (message: string) => void;
}
