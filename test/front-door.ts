import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { main } from '../src/main.ts';

/** What came of a command line. */
export interface Run {
  code: number;
  out: string;
  err: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** What standard input holds. */
  input?: string | Uint8Array;
  signal?: AbortSignal;
  /** Told of what is written to standard error, as it is. */
  onErr?: (text: string) => void;
}

/** A place of its own for the settings and the state of one test, removed when it ends. */
export function home(): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'blink-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { BLINK_CONFIG_DIR: join(folder, 'config'), BLINK_STATE_DIR: join(folder, 'state'), HOME: folder };
}

/**
 * Runs a command line through the front door, in this process: `blink('menu validate menu.csv', { env })`.
 * Words are parted by spaces; give a list where a word holds one.
 */
export async function blink(
  line: string | readonly string[],
  { env = home(), input, signal, onErr }: RunOptions = {},
): Promise<Run> {
  const out = sink();
  const err = sink(onErr);
  const argv = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  const stdin = Readable.from(input === undefined ? [] : [Buffer.from(input)]);
  const io = { stdin, stdout: out.stream, stderr: err.stream, env, platform: process.platform };
  const code = await main(argv, io, signal ?? new AbortController().signal);
  return { code, out: out.text(), err: err.text() };
}

function sink(onText?: (text: string) => void): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      onText?.(chunk.toString());
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
