import { hash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { inspectFile } from '../../../storage/refusals.ts';

/** A number that stands for a text: 53 bits of a hash, so that it is the same as another one's by no mischance. */
export function numberFor(text: string): number {
  const bytes = hash('sha256', text, 'buffer');
  return bytes.readUIntBE(0, 6) * 32 + (bytes.readUInt8(6) & 31);
}

/** Reads lines of a file here and there. */
export interface PlaceReader {
  /** @returns fewer bytes where the file ends */
  read(at: number, length: number): Buffer;
  /** Fills all of a buffer. @returns whether there was enough */
  fill(buffer: ArrayBuffer, at: number): boolean;
  close(): void;
}

/** @returns undefined where there is no such file @throws CliError `failed` for a link and what is no plain file */
export function openPlaces(file: string): PlaceReader | undefined {
  if (inspectFile(file) === undefined) return undefined;
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  return {
    read(at, length) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(handle, bytes, 0, length, at));
    },
    fill: (buffer, at) =>
      readSync(handle, new Uint8Array(buffer), 0, buffer.byteLength, at) === buffer.byteLength,
    close: () => closeSync(handle),
  };
}
