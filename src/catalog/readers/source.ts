import { createReadStream } from 'node:fs';
import { CliError } from '../../errors.ts';

/** The bytes of one input. It can be opened again: places of errors are looked up in a second reading. */
export interface Source {
  /** The name for messages: `menu.csv`, or `standard input`. */
  name: string;
  open(): AsyncIterable<Uint8Array>;
}

const chunkSize = 1 << 18;

/** A file on disk. Reading it fails with a CliError that says why. */
export function fileSource(path: string): Source {
  return { name: path, open: () => readFile(path) };
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
  return cause instanceof Error ? cause.message : String(cause);
}

/** Standard input, kept in memory because it comes only once. */
export async function streamSource(name: string, stream: AsyncIterable<Uint8Array>): Promise<Source> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return {
    name,
    async *open() {
      yield* chunks;
    },
  };
}

/** The first `size` bytes of a source, fewer where it is shorter. */
export async function head(source: Source, size: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= size) break;
  }
  return Buffer.concat(chunks).subarray(0, size);
}
