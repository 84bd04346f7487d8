import { CliError } from './errors.ts';

/** A stream as this program writes to it. */
export interface Sink {
  write(text: string, done: (error?: Error | null) => void): boolean;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
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
export function write(sink: Sink, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(text, (cause) => {
      if (cause) reject(new CliError('failed', `Cannot write the output: ${cause.message}.`, { cause }));
      else resolve();
    });
  });
}
