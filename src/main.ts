import { configFolder, stateFolder } from './config/paths.ts';
import { resolveSettings } from './config/settings.ts';
import { readStored } from './config/stored.ts';
import { createConnections } from './connect.ts';
import type { Context, Io } from './context.ts';
import { CliError } from './errors.ts';
import { errorJson, errorText } from './output/error.ts';
import { Output, write } from './output/output.ts';
import { loadStyle, wantsColour } from './output/style.ts';
import { type GlobalFlags, understand } from './program.ts';
import { createPrompts } from './prompts.ts';

const done = 0;

/**
 * Runs one command line and words whatever goes wrong.
 * @param signal its reason is the error that ends the run when it is aborted
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  let context: Context | undefined;
  try {
    const printed: string[] = [];
    const { action, flags } = await understand(argv, (text) => printed.push(text));
    if (printed.length > 0) await write(io.stdout, printed.join(''));
    if (!action) return done;
    context = createContext(io, flags, signal);
    await action(context);
    return done;
  } catch (error) {
    const json = context ? !context.output.forPeople && context.output.format !== 'csv' : wantsJson(argv);
    return await report(toCliError(error, signal), json, argv, io);
  } finally {
    await context?.api.close();
  }
}

function createContext(io: Io, flags: GlobalFlags, signal: AbortSignal): Context {
  const { env, platform, stdout, stderr } = io;
  const folders = { config: configFolder(env, platform), state: stateFolder(env, platform) };
  const warn = (message: string) => {
    stderr.write(`${message}\n`, () => {});
  };
  const stored = readStored(folders.config, warn);
  const output = flags.json ? 'json' : flags.output;
  const settings = resolveSettings({ flags: { ...flags, output }, env, stored });
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

function toCliError(error: unknown, signal: AbortSignal): CliError {
  if (signal.aborted && signal.reason instanceof CliError) return signal.reason;
  if (error instanceof CliError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CliError('failed', `Something went wrong that should not: ${message}`, {
    hint: 'Please report it, with the command and what --verbose shows.',
    cause: error,
  });
}

async function report(error: CliError, json: boolean, argv: readonly string[], io: Io): Promise<number> {
  if (isClosedPipe(error)) return done;
  const colour = wantsColour(io.stderr, io.env, argv.includes('--no-color') ? false : undefined);
  const text = json ? errorJson(error) : errorText(error, await loadStyle(colour));
  await write(io.stderr, text).catch(() => {});
  return error.exitCode;
}

/** Whoever read our output has read enough: `blink … | head -1`. */
function isClosedPipe({ cause }: CliError): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

/** Asked of the words themselves, because an error in the flags must come as JSON too. */
function wantsJson(argv: readonly string[]): boolean {
  const isJson = (format: string) => format === 'json' || format === 'ndjson';
  return argv.some(
    (word, i) =>
      word === '--json' ||
      (argv[i - 1] === '--output' && isJson(word)) ||
      (word.startsWith('--output=') && isJson(word.slice('--output='.length))),
  );
}
