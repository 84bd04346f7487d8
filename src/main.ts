import { readCommandLine } from './command-line/read.ts';
import { requireCommand } from './command-line/unknown-command.ts';
import { CliError } from './errors.ts';
import { helpWanted } from './help/wanted.ts';
import { type Io, write } from './io.ts';
import type { Context } from './session/context.ts';
import { loadStyle, wantsColour } from './terminal/style.ts';

const done = 0;

/** Milliseconds that a run which was interrupted has to keep what it knows and to end by itself. */
const patience = 1500;

/**
 * Runs one command line and shows whatever goes wrong.
 * @param signal its reason is the error that ends the run when it is aborted
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  let context: Context | undefined;
  try {
    const line = readCommandLine(argv);
    const wanted = helpWanted(line);
    if (wanted) {
      const { helpText } = await import('./help/help-text.ts');
      await write(io.stdout, await helpText(wanted, io, colourIn(argv)));
      return done;
    }
    requireCommand(line);
    const { understand } = await import('./program.ts');
    const printed: string[] = [];
    const { action, flags } = await understand(argv, (text) => printed.push(text));
    if (printed.length > 0) await write(io.stdout, printed.join(''));
    if (!action) return done;
    const { createContext } = await import('./session/context.ts');
    const given = action.hasOwnOut ? { ...flags, out: undefined } : flags;
    context = createContext(io, given, signal, action.inAnyCase);
    if (!action.writesWorkbooks) context.output.refuseWorkbook();
    await context.output.begin();
    await unlessStuck(action(context), context.signal, action.farewell);
    await context.output.end(false);
    return done;
  } catch (error) {
    const format = context?.errorFormat ?? formatIn(argv);
    const { output } = context ?? {};
    await output?.end(true).catch((fault) => output.warn(String(fault)));
    return await report(await shownAs(error, context?.signal ?? signal), format, argv, io);
  } finally {
    await context?.close();
  }
}

/** Waits for a command, but not long after an interruption: it may be reading what nobody sends, or a file without end. */
function unlessStuck(work: Promise<void>, signal: AbortSignal, wait = patience): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const hurry = () => {
      timer = setTimeout(() => reject(signal.reason), wait);
    };
    signal.addEventListener('abort', hurry);
    if (signal.aborted) hurry();
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', hurry);
      clearTimeout(timer);
    });
  });
}

/** What ended the run says why better than what went wrong because of it. */
async function shownAs(error: unknown, signal: AbortSignal): Promise<CliError> {
  const shown = error instanceof CliError ? error : (await import('./words.ts')).inWords(error);
  const stopped = signal.reason instanceof CliError ? signal.reason : shown;
  return stopped.code === shown.code ? shown : stopped;
}

async function report(error: CliError, format: string, argv: readonly string[], io: Io): Promise<number> {
  if (isClosedPipe(error)) return done;
  const { errorJson, errorText } = await import('./terminal/error.ts');
  const style = await loadStyle(wantsColour(io.stderr, io.env, colourIn(argv)));
  const text =
    format === 'json' || format === 'ndjson'
      ? errorJson(error)
      : errorText(error, style, io.stderr.isTTY ? io.stderr.columns || 80 : undefined);
  await write(io.stderr, text).catch(() => {});
  return error.exitCode;
}

/** Whoever read our output has read enough: `blink … | head -1`. */
function isClosedPipe({ cause }: CliError): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

/** What the words themselves say of colours and of the format, where a command line is not understood as a whole. */
const colourIn = (argv: readonly string[]) => (argv.includes('--no-color') ? false : undefined);

function formatIn(argv: readonly string[]): string {
  if (argv.includes('--json')) return 'json';
  const at = argv.findIndex((word) => /^(--output(=|$)|-o)/.test(word));
  const [, joined] = /^(?:--output=|-o)(.+)/s.exec(argv[at] ?? '') ?? [];
  return at === -1 ? '' : (joined ?? argv[at + 1] ?? '');
}
