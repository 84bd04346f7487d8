import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { errorCode, storageFault } from './faults.ts';
import { inspectFile, refuseLink, refuseUnsafe } from './refusals.ts';

/** A line of a file, without its end. */
export interface Line {
  bytes: Buffer;
  /** Where it begins in the file, and where the next one does. */
  at: number;
  next: number;
}

const chunkSize = 256 * 1024;
const lineFeed = 0x0a;

/**
 * Reads the complete lines of a private file, a piece at a time. What follows the last line feed is being written,
 * or was torn off, and is not a line.
 * @param from where a line begins
 * @throws CliError `failed` for a link, for what is no plain file, for another user's, and when it can't be read. A
 *   file that is not there has no lines.
 */
export async function* readLines(path: string, from = 0): AsyncGenerator<Line> {
  const handle = await openToRead(path);
  if (handle === undefined) return;
  try {
    yield* linesOf(handle, from);
  } catch (error) {
    throw storageFault('read', path, error);
  } finally {
    await handle.close();
  }
}

/**
 * Reads some bytes of a private file.
 * @returns fewer where the file ends, none where it is missing
 * @throws CliError `failed` as `readLines`
 */
export async function readPart(path: string, at: number, length: number): Promise<Buffer> {
  const handle = await openToRead(path);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw storageFault('read', path, error);
  } finally {
    await handle.close();
  }
}

/**
 * Reads what stands in a private file from a place to its end.
 * @param from a place; a negative one counts from the end
 * @returns nothing where it is missing
 * @throws CliError `failed` as `readLines`
 */
export async function readRest(path: string, from: number): Promise<Buffer> {
  const size = inspectFile(path)?.size ?? 0;
  const begin = from < 0 ? Math.max(0, size + from) : from;
  return size > begin ? await readPart(path, begin, size - begin) : Buffer.alloc(0);
}

async function* linesOf(handle: FileHandle, from: number): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let begin = from;
  for (let position = from; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const piece = chunk.subarray(start, end);
      const bytes = rest.length === 0 ? piece : Buffer.concat([...rest, piece]);
      rest = [];
      const next = begin + bytes.length + 1;
      yield { bytes, at: begin, next };
      begin = next;
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}

async function openToRead(path: string): Promise<FileHandle | undefined> {
  try {
    if (inspectFile(path) === undefined) return undefined;
    // Without the last flag a named pipe would keep us waiting for a writer. Windows has neither flag.
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      // Looked at again: another file may have come between the first look and the opening.
      refuseUnsafe(path, await handle.stat());
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) === 'ELOOP') refuseLink(path);
    throw storageFault('read', path, error);
  }
}
