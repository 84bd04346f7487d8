import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { messageOf } from '../../errors.ts';
import type { StoredEvent } from '../event.ts';
import type { Attempt, Target } from './target.ts';

export interface CommandTargetOptions {
  /** A line for the shell. */
  command: string;
  env: NodeJS.ProcessEnv;
  /** Milliseconds that one run may take. */
  timeout: number;
  /** Told of each line that the command prints. */
  onLine: (line: string) => void;
}

const secrets = new Set(['BLINK_PASSWORD', 'BLINK_TOKEN', 'BLINK_LOGISTICS_TOKEN']);

/** The longest line of a command that is passed on whole. */
const longestLine = 4096;

/** So many characters of an order's or a task's id are given to a command. */
const longestKey = 1000;

/** Runs a command for each event, the body on its standard input. Exit code 0 is a success. */
export function commandTarget({ command, env, timeout, onLine }: CommandTargetOptions): Target {
  const running = new Set<ChildProcess>();
  const inherited = Object.fromEntries(Object.entries(env).filter(([name]) => !secrets.has(name)));

  function run(event: StoredEvent, signal: AbortSignal): Promise<Attempt> {
    return new Promise((resolve) => {
      // A group of its own: Ctrl-C is for the listener, which gives the command time to end.
      const detached = process.platform !== 'win32';
      const child = spawn(command, { shell: true, detached, env: { ...inherited, ...variablesOf(event) } });
      let why = '';
      const stop = (reason: string) => {
        why = reason;
        kill(child);
      };
      const abort = () => stop('it was interrupted');
      const timer = setTimeout(() => stop(`the command took more than ${timeout / 1000} s`), timeout);
      const finish = (attempt: Attempt) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        running.delete(child);
        resolve(attempt);
      };
      running.add(child);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      child.once('error', (error) => finish(notRun(error)));
      child.once('exit', (code, killed) => {
        // What it started in the background may hold its output open for ever.
        if (code === 0) finish({ outcome: 'delivered' });
        else finish(failed(why || `the command ended with ${killed ?? `exit code ${code}`}`));
      });
      // Where too many files are open there are no streams either; the error comes by itself.
      if (child.pid === undefined) return;
      passLines(child.stdout, onLine);
      passLines(child.stderr, onLine);
      // A command need not read what it is given.
      child.stdin.on('error', () => {});
      child.stdin.end(event.body);
    });
  }

  return {
    name: 'exec',
    timeout,
    deliver: (event, _attempt, signal) => run(event, signal).catch(notRun),
    close: async () => running.forEach(kill),
  };
}

function failed(why: string): Attempt {
  return { outcome: 'failed', why, reached: true };
}

function notRun(error: unknown): Attempt {
  return failed(`the command can't be run: ${messageOf(error)}`);
}

/** A key is what a stranger wrote: a variable takes no NUL, and no text without end. */
function variablesOf({ id, kind, key }: StoredEvent): NodeJS.ProcessEnv {
  const given = (key ?? '').replaceAll('\0', '').slice(0, longestKey);
  return { BLINK_EVENT_ID: id, BLINK_EVENT_KIND: kind, BLINK_EVENT_KEY: given };
}

/** Ends a command with all that it started. */
function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

function passLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) onLine(line.slice(0, longestLine));
  });
  stream.once('end', () => {
    if (rest !== '') onLine(rest);
  });
}
