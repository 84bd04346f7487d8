import { crc32 } from 'node:zlib';
import * as v from 'valibot';
import { inspectFile } from '../../../storage/refusals.ts';
import { openPlaces, type PlaceReader } from './places.ts';

// An index is a cache: it may be removed, and what is damaged in it, or is not about the file as it is now, counts for
// nothing. A block tells of some thousand lines: numbers in columns, so that millions are looked through in no time.

const Head = v.object({
  version: v.literal(1),
  /** The bytes of the file that it tells of. */
  from: v.number(),
  to: v.number(),
  /** How many good lines there are in them. */
  count: v.number(),
  /** The last good line and its checksum: whether the file is still the one that was looked at. */
  last: v.nullable(v.object({ at: v.number(), length: v.number(), sum: v.number() })),
  /** The least and the greatest id. */
  ids: v.tuple([v.string(), v.string()]),
  /** The earliest and the latest receipt, in milliseconds since 1970. */
  times: v.tuple([v.number(), v.number()]),
  branches: v.array(v.nullable(v.string())),
  /** Where lines are damaged. */
  damage: v.array(v.number()),
  /** Of each column. */
  sums: v.array(v.number()),
});

export type BlockHead = v.InferOutput<typeof Head>;

/** How many bytes each number of a column takes. Those of 8 are floating, the others count from 0. */
export type Widths = readonly (1 | 2 | 4 | 8)[];

export type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** What an index tells of some lines of its file. */
export interface Block extends BlockHead {
  /** The numbers of a column, one for each line. @returns undefined where they are damaged */
  column(index: number): Column | undefined;
}

const magic = 0x626c6b31;
const preludeSize = 16;
/** As much as nearly all heads take. */
const usualHead = 2048;

/** The bytes of a block. */
export function encodeBlock(head: Omit<BlockHead, 'version' | 'sums'>, columns: readonly Column[]): Buffer {
  const bodies = columns.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const text = Buffer.from(
    JSON.stringify({ version: 1, ...head, sums: bodies.map((body) => crc32(body)) } satisfies BlockHead),
  );
  const prelude = Buffer.alloc(preludeSize);
  const length = bodies.reduce((sum, body) => sum + body.length, 0);
  for (const [i, value] of [magic, text.length, length, crc32(text)].entries())
    prelude.writeUInt32LE(value, 4 * i);
  return Buffer.concat([prelude, text, ...bodies]);
}

/** An index of a file. */
export interface OpenIndex {
  /** One after the other, from the beginning of the file on. */
  blocks: readonly Block[];
  /** Where they end, in the file and in the index; the rest of the index is to be written anew. */
  covered: number;
  size: number;
  close(): void;
}

const none: OpenIndex = { blocks: [], covered: 0, size: 0, close() {} };

/** Opens an index, as far as it tells of the file as it is. Blocks can be read until it is closed. */
export function openIndex(index: string, file: string, widths: Widths): OpenIndex {
  let reader: PlaceReader | undefined;
  try {
    reader = openPlaces(index);
    if (reader === undefined) return none;
    const { blocks, size } = readHeads(reader, inspectFile(index)?.size ?? 0, widths);
    if (isAbout(file, blocks)) {
      return { blocks, covered: blocks.at(-1)?.to ?? 0, size, close: reader.close };
    }
  } catch {
    // What can't be read is of no use, and not needed.
  }
  reader?.close();
  return none;
}

function readHeads(reader: PlaceReader, total: number, widths: Widths): { blocks: Block[]; size: number } {
  const blocks: Block[] = [];
  for (let size = 0; ; ) {
    const found = readHead(reader, size);
    if (found === undefined) return { blocks, size };
    const { head, body, length } = found;
    if (body + length > total || head.from !== (blocks.at(-1)?.to ?? 0)) return { blocks, size };
    blocks.push({ ...head, column: (index) => readColumn(reader, body, widths, index, head) });
    size = body + length;
  }
}

/** @returns the head of a block, and where its columns stand */
function readHead(
  { read }: PlaceReader,
  at: number,
): { head: BlockHead; body: number; length: number } | undefined {
  const begin = read(at, preludeSize + usualHead);
  if (begin.length < preludeSize || begin.readUInt32LE(0) !== magic) return undefined;
  const [textLength, length, sum] = [begin.readUInt32LE(4), begin.readUInt32LE(8), begin.readUInt32LE(12)];
  if (textLength > largestHead) return undefined;
  const body = at + preludeSize + textLength;
  const text =
    textLength <= usualHead
      ? begin.subarray(preludeSize, preludeSize + textLength)
      : read(at + preludeSize, textLength);
  if (crc32(text) !== sum) return undefined;
  const { success, output } = v.safeParse(Head, JSON.parse(text.toString()));
  return success ? { head: output, body, length } : undefined;
}

const largestHead = 16 * 1024 * 1024;

function readColumn(
  { fill }: PlaceReader,
  body: number,
  widths: Widths,
  index: number,
  { count, sums }: BlockHead,
): Column | undefined {
  const width = widths[index] ?? 1;
  const begin = widths.slice(0, index).reduce<number>((sum, before) => sum + before * count, body);
  const buffer = new ArrayBuffer(width * count);
  if (!fill(buffer, begin) || crc32(new Uint8Array(buffer)) !== sums[index]) return undefined;
  return new { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array }[width](buffer);
}

/** Whether a file is as long as it was, and holds the same last line. */
function isAbout(file: string, blocks: readonly Block[]): boolean {
  const [end, last] = [blocks.at(-1)?.to ?? 0, blocks.findLast((block) => block.last !== null)?.last];
  const reader = openPlaces(file);
  try {
    if (!reader || !last || (inspectFile(file)?.size ?? 0) < end) return false;
    return crc32(reader.read(last.at, last.length)) === last.sum;
  } finally {
    reader?.close();
  }
}
