import { Readable, Writable } from 'node:stream';
import type { Io } from '../../src/io.ts';

/**
 * A terminal of 200 columns. Progress, which is drawn in place with sequences of its own, is off.
 * @returns what to hand to the program, and what it has written so far, to both streams
 */
export function terminalOf(env: NodeJS.ProcessEnv, input = ''): { io: Io; screen: () => string } {
  let written = '';
  const stream = () =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _, done) {
          written += chunk.toString();
          done();
        },
      }),
      { isTTY: true, columns: 200 },
    );
  const stdin = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const io = {
    stdin,
    stdout: stream(),
    stderr: stream(),
    env: { ...env, TERM: 'dumb' },
    platform: process.platform,
  };
  return { io, screen: () => written };
}
