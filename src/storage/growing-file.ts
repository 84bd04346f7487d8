import { open, realpath, rm, stat } from 'node:fs/promises';
import { putInPlace } from './files.ts';
import { strayName } from './strays.ts';

/** A file that is written piece by piece and takes its place when it is whole. Until then the old one is there. */
export interface GrowingFile {
  write(piece: Uint8Array): Promise<void>;
  /** Puts it in its place. @returns how many bytes it has */
  keep(): Promise<number>;
  /** Lets go of what was written. */
  discard(): Promise<void>;
}

/**
 * Begins a file with the rights that the operator's other files have. A link is followed; what is there and is no plain
 * file, a pipe or a device, is written through.
 * @throws the system's error as it is
 */
export async function growFile(path: string): Promise<GrowingFile> {
  const target = await realpath(path).catch(() => path);
  const there = await stat(target).catch(() => undefined);
  const isThrough = there !== undefined && !there.isFile();
  const written = isThrough ? target : strayName(target);
  const handle = await open(written, isThrough ? 'w' : 'wx', there?.mode ?? 0o666);
  let size = 0;
  return {
    async write(piece) {
      await handle.writeFile(piece);
      size += piece.length;
    },
    async keep() {
      if (!isThrough) await handle.sync();
      await handle.close();
      if (!isThrough) await putInPlace(written, target);
      return size;
    },
    async discard() {
      await handle.close();
      if (!isThrough) await rm(written, { force: true });
    },
  };
}
