import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { inspectFile } from '../../../storage/refusals.ts';
import { linesInStretch, type ReadStretch, type Stretch } from '../checked-lines.ts';
import { indexOf } from '../days.ts';
import { openIndex, type Widths } from './blocks.ts';

/** What an index of a kind of file is made of. */
export interface IndexKind<T> {
  widths: Widths;
  read: (file: string, stretch: Stretch, most?: number) => AsyncIterable<ReadStretch<T>>;
  encode: (stretch: ReadStretch<T>) => Buffer;
}

export interface WriteOptions {
  /** How much of the file is there for good. */
  end: number;
  /** Whether nearly nothing will be added any more, so that few lines are worth a block. */
  isOver: boolean;
  /** How many lines a block tells of. */
  most?: number | undefined;
  signal: AbortSignal;
}

/**
 * Adds to an index what its file holds by now; makes it anew where it is damaged. A kill at any moment leaves blocks
 * that are whole, and perhaps a piece of one that counts for nothing.
 * @throws the system's error as it is
 */
export async function writeIndex<T>(
  file: string,
  { widths, read, encode }: IndexKind<T>,
  { end, isOver, most = linesInStretch, signal }: WriteOptions,
): Promise<void> {
  let { covered, size } = goodPart(file, widths);
  if (covered >= end) return;
  inspectFile(indexOf(file));
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    for await (const stretch of read(file, { from: covered, to: end }, most)) {
      if (signal.aborted) return;
      const isLast = stretch.to >= end;
      if (isLast && !isOver && stretch.records.length < most) return;
      handle ??= await open(indexOf(file), flags, 0o600);
      const block = encode(stretch);
      await handle.truncate(size);
      await handle.write(block, 0, block.length, size);
      size += block.length;
      covered = stretch.to;
    }
  } finally {
    await handle?.close();
  }
}

/** What there is already: all of it, or nothing where a column is damaged. */
function goodPart(file: string, widths: Widths): { covered: number; size: number } {
  const index = openIndex(indexOf(file), file, widths);
  try {
    const isGood = index.blocks.every((block) => widths.every((_, i) => block.column(i) !== undefined));
    return isGood ? index : { covered: 0, size: 0 };
  } finally {
    index.close();
  }
}
