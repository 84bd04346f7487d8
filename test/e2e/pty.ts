import { spawn } from 'node:child_process';
import { inject } from 'vitest';

/** The built program on a terminal of its own: what is on the screen, and keys to press. */
export interface OnTerminal {
  /** Resolves when the screen has shown this text since the last call; rejects when the program ends without. */
  shows(text: string): Promise<void>;
  type(keys: string): void;
  /** Resolves with the exit code and everything that was shown. */
  ended: Promise<{ code: number; screen: string }>;
}

/** Starts the built program under `script`, which gives it a pseudo-terminal. */
export function onTerminal(args: readonly string[], env: NodeJS.ProcessEnv): OnTerminal {
  const command = [process.execPath, inject('program'), ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm', NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let seen = 0;
  let over = false;
  let look = () => {};
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    look();
  });
  const ended = new Promise<{ code: number; screen: string }>((resolve) => {
    child.on('close', (code) => {
      over = true;
      look();
      resolve({ code: code ?? -1, screen });
    });
  });
  return {
    ended,
    type: (keys) => child.stdin.write(keys),
    shows: (text) =>
      new Promise((resolve, reject) => {
        look = () => {
          const at = screen.indexOf(text, seen);
          if (at >= 0) {
            seen = at + text.length;
            look = () => {};
            resolve();
          } else if (over) reject(new Error(`it ended without "${text}":\n${screen}`));
        };
        look();
      }),
  };
}
