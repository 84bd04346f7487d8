import { PassThrough, Writable } from 'node:stream';
import { main } from '../src/main.ts';
import { home } from './front-door.ts';

/** A command line run by a person: what is on the screen, and keys to press. */
export interface Session {
  /** Resolves when the screen has shown this text since the last call. */
  shows(text: string): Promise<void>;
  type(keys: string): void;
  /** Whether each key is handed over as it is pressed. */
  raw(): boolean;
  /** Resolves with the exit code and everything that was shown on both streams. */
  ended: Promise<{ code: number; screen: string }>;
}

export const keys = {
  enter: '\r',
  down: '\u001b[B',
  interrupt: '\u0003',
  escape: '\u001b',
  backspace: '\u007f',
};

/** Runs a command line on a terminal, 80 columns wide unless told otherwise. */
export function terminal(
  line: string | readonly string[],
  env: NodeJS.ProcessEnv = home(),
  { columns = 80, signal = new AbortController().signal }: { columns?: number; signal?: AbortSignal } = {},
): Session {
  let raw = false;
  const setRawMode = (on: boolean) => {
    raw = on;
    return stdin;
  };
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
  let screen = '';
  let seen = 0;
  let waiting: (() => void) | undefined;
  const sink = () =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          screen += chunk.toString();
          waiting?.();
          done();
        },
      }),
      // Prompts end the stream they are piped to, unless it is the process's own.
      { isTTY: true, columns, end: () => {} },
    );
  const io = {
    stdin,
    stdout: sink(),
    stderr: sink(),
    env: { ...env, NO_COLOR: '1' },
    platform: process.platform,
  };
  const ended = main(typeof line === 'string' ? line.split(' ') : line, io, signal).then((code) => ({
    code,
    screen,
  }));
  return {
    shows: (text) =>
      new Promise((resolve) => {
        waiting = () => {
          const at = screen.indexOf(text, seen);
          if (at < 0) return;
          seen = at + text.length;
          waiting = undefined;
          resolve();
        };
        waiting();
      }),
    type: (text) => {
      stdin.write(text);
    },
    raw: () => raw,
    ended,
  };
}
