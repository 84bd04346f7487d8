import type { GlobalFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import { cleanLines } from '../terminal/clean.ts';
import { outFile } from '../terminal/out-file.ts';
import { type Format, Output } from '../terminal/output.ts';
import { createPrompts, type Prompts } from '../terminal/prompts.ts';
import { type Connections, connector } from './connections/connections.ts';
import { type Folders, foldersOf, jobFolder } from './folders.ts';
import { once } from './once.ts';
import { chosenEnvironment, resolveSettings, type Settings, settingsInAnyCase } from './settings/settings.ts';
import type { Sourced } from './sourced.ts';
import { type BranchMap, branchMap } from './stored/branch-map.ts';
import type { StoredConfig } from './stored/config.ts';
import { refuseWhileRenamed } from './stored/profiles.ts';
import { lookAtStored, readStored } from './stored/read.ts';
import type { Environment } from './target/environments.ts';
import { createTarget, type Target } from './target/target.ts';
import { timeLimit } from './time-limit.ts';

/** What every command is given. Whatever takes time to make is made when it is asked for. */
export interface Context {
  io: Io;
  output: Output;
  /** How errors are told. What results are written as because of the name of their file says nothing of them. */
  errorFormat: Format;
  prompts: Prompts;
  /** True with `--yes`: nothing is asked. */
  yes: boolean;

  /** Flags, variables and stored settings, brought together. */
  settings: Settings;
  /** The name of the profile. */
  profile: string;
  /**
   * Who this run is and where it sends, made once and the same ever after.
   * @throws CliError `usage` when no environment is chosen, or a variable holds an address that makes no sense
   */
  target(): Target;
  /** The target in another environment than the one that was chosen, and of another profile where one is given. */
  targetIn(environment: Sourced<Environment>, profile?: Sourced<string>): Target;

  /** What was stored when the run began. */
  stored: StoredConfig;
  /**
   * Changes what is stored, of which `change` is given a copy as it is now. A file that makes no sense is set aside.
   * @throws CliError `failed` when it can't be written, `locked` when other processes keep it busy
   */
  changeStored(change: (config: StoredConfig) => StoredConfig): Promise<void>;
  /** The operator's own codes for the branches of the target. None where no environment was chosen. */
  branchCodes(): BranchMap;
  folders: Folders;
  /** The folder with what is kept for the profile in an environment, or for no environment. */
  folderFor(environment: Environment | 'no-environment'): string;

  /** The clients for the services of the target. */
  readonly api: Connections;
  /** The clients for another target than the one that was chosen before the command began, until `close`. */
  connect(target: Target): Connections;
  /** Ends everything that is connected. */
  close(): Promise<void>;
  /** Aborted when the run is interrupted, or its time (`--max-time`) is over. */
  signal: AbortSignal;
  /** When its time is over, in milliseconds since 1970, where it was given one. */
  deadline: number | undefined;
  /** The time in milliseconds since 1970. */
  now(): number;
}

/**
 * @param inAnyCase true for a command that says what is wrong with the set-up: variables and stored settings that make no
 *   sense count as unset
 * @throws CliError `usage` when flags, variables or settings make no sense
 */
export function createContext(
  io: Io,
  flags: GlobalFlags,
  interruption: AbortSignal,
  inAnyCase = false,
): Context {
  const { env, platform, stdout, stderr } = io;
  const out = flags.out === undefined || flags.out === '-' ? undefined : outFile(flags.out);
  const folders = foldersOf(env, platform);
  const warn = (message: string) => {
    stderr.write(`${cleanLines(message)}\n`, () => {});
  };
  const stored = inAnyCase ? lookAtStored(folders.config).config : readStored(folders.config, warn);
  const settings = (inAnyCase ? settingsInAnyCase : resolveSettings)({ flags, env, stored });
  const trace = flags.verbose ? warn : undefined;
  const { signal, deadline } = timeLimit(interruption, flags.maxTime);
  const targetIn: Context['targetIn'] = (environment, profile = settings.profile) => {
    refuseWhileRenamed(stored, profile.value);
    return createTarget({ profile, environment, env, stored, stateFolder: folders.state });
  };
  // Loaded late: every command reads what is stored, and few change it.
  const changeStored: Context['changeStored'] = async (change) =>
    (await import('./stored/change.ts')).changeStored(folders.config, change, warn);
  const target = once(() => targetIn(chosenEnvironment(settings)));
  const profile = settings.profile.value;
  const { connect, close } = connector({
    ...{ settings, stored, changeStored, signal, deadline, trace, warn },
    simulatorFolder: folders.simulator,
  });
  const api = once(() => connect(target()));
  return {
    io: out ? withStdout(io, out.stream) : io,
    settings,
    target,
    targetIn,
    profile,
    stored,
    changeStored,
    branchCodes: () =>
      settings.environment
        ? branchMap(stored, { profile, environment: settings.environment.value })
        : new Map(),
    folderFor(environment) {
      refuseWhileRenamed(stored, profile);
      return jobFolder(folders.state, profile, environment);
    },
    folders,
    signal,
    deadline,
    output: new Output({
      stdout,
      stderr,
      out,
      env,
      format: settings.output.value,
      quiet: flags.quiet ?? false,
      colour: flags.color,
    }),
    errorFormat: settings.output.source === '--out' ? 'table' : settings.output.value,
    prompts: createPrompts(io, signal, flags.input ?? true),
    yes: flags.yes ?? false,
    get api() {
      return api();
    },
    connect,
    close,
    now: Date.now,
  };
}

/** The outside world with another standard output. Standard input is opened only when somebody asks for it. */
function withStdout(io: Io, stdout: Io['stdout']): Io {
  const { stderr, env, platform } = io;
  return {
    get stdin() {
      return io.stdin;
    },
    stdout,
    stderr,
    env,
    platform,
  };
}
