import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CliError } from '../../errors.ts';

/** The bytes of one input. It can be opened again: places of errors are looked up in a second reading. */
export interface Source {
  /** The name for messages: `menu.csv`, or `standardInput`. */
  name: string;
  open(): AsyncIterable<Uint8Array>;
}

/** What a pipe is called. */
export const standardInput = 'standard input';

const chunkSize = 1 << 18;

/** A file on disk. Reading it fails with a CliError that says why. A pipe, which gives its bytes once, is kept. */
export function fileSource(path: string): Source {
  let kept: Promise<Source> | undefined;
  return {
    name: path,
    async *open() {
      if (await isPipe(path)) kept ??= streamSource(path, readFile(path));
      yield* kept ? (await kept).open() : readFile(path);
    },
  };
}

async function isPipe(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFIFO() ?? false;
}

async function* readFile(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkSize });
  } catch (cause) {
    throw new CliError('invalid_input', `Cannot read ${path}: ${reason(cause)}.`, { cause });
  }
}

function reason(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'you are not allowed to read it';
  if (code === 'EBUSY') return 'another program has it open: close it there';
  return cause instanceof Error ? cause.message : String(cause);
}

const mostKept = 1 << 29;

/**
 * A stream such as standard input, kept in memory because it comes only once.
 * @throws CliError when it is longer than memory is to hold
 */
export async function streamSource(name: string, stream: AsyncIterable<Uint8Array>): Promise<Source> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= mostKept) continue;
    throw new CliError('invalid_input', `There is more than 512 MB in ${name}.`, {
      hint: 'Save it to a file and give the name of the file.',
    });
  }
  return {
    name,
    async *open() {
      yield* chunks;
    },
  };
}
