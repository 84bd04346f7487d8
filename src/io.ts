import { write as writeFile } from 'node:fs';
import { CliError } from './errors.ts';

/** A stream as this program writes to it. */
export interface Sink {
  write(content: string | Uint8Array, done: (error?: Error | null) => void): boolean;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  /** The number of the open file behind it. */
  fd?: number;
}

/** The outside world, as `bin` hands it in and tests replace it. */
export interface Io {
  stdin: AsyncIterable<Uint8Array> &
    NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  stdout: Sink & NodeJS.WritableStream;
  stderr: Sink & NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

/** @throws CliError `failed` that says why; the error of a pipe that was closed is its cause */
export function write(sink: Sink, content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(content, (cause) => {
      if (cause) reject(new CliError('failed', `Cannot write the output: ${cause.message}.`, { cause }));
      else resolve();
    });
  });
}

/** How long to wait before a terminal that takes nothing is tried again, in milliseconds. */
const busy = 50;

/**
 * The same stream, of which no write keeps the process waiting. A terminal would: Node waits for it, and somebody
 * who presses Ctrl-S stops it for as long as they like.
 */
export function unwaited(sink: Sink, platform: NodeJS.Platform): Sink {
  const { fd } = sink;
  // The console of Windows takes Unicode from Node's own stream only.
  if (!sink.isTTY || fd === undefined || platform === 'win32') return sink;
  let waiting: { bytes: Buffer; done: (error?: Error | null) => void }[] = [];
  let writing = false;

  // One write at a time: each takes a thread for as long as the terminal stands still, and there are only a few.
  const next = () => {
    writing = waiting.length > 0;
    const batch = waiting;
    waiting = [];
    if (!writing) return;
    send(fd, Buffer.concat(batch.map(({ bytes }) => bytes)), (error) => {
      for (const { done } of batch) done(error);
      next();
    });
  };
  return {
    write(content, done) {
      waiting.push({ bytes: Buffer.from(content), done });
      if (!writing) next();
      return true;
    },
  };
}

function send(fd: number, bytes: Buffer, done: (error: Error | null) => void): void {
  writeFile(fd, bytes, (error, written) => {
    if (error?.code === 'EAGAIN') setTimeout(send, busy, fd, bytes, done);
    else if (error === null && written < bytes.length) send(fd, bytes.subarray(written), done);
    else done(error);
  });
}
