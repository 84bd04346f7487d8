import type { Finding } from '../../finding.ts';
import type { StoredAs } from '../cells/stored-cells.ts';
import { Unreadable } from '../problem.ts';
import { type Ahead, readAhead } from './ahead.ts';
import { type Encoding, utf8Chunks } from './encoding.ts';
import type { Source } from './source.ts';

/** A file that was opened, in UTF-8. */
export interface Text {
  /** The name of the file, for messages. */
  name: string;
  /** Its first 64 KiB, cut at the end of a line where there is more of it. */
  head: string;
  /** Its bytes from the beginning. The first call goes on where opening it stopped, others open it again. */
  read(): AsyncIterable<Uint8Array>;
  /** Lets go of a file that nobody read. */
  close(): Promise<void>;
  /** Where it is the sheet of a workbook. */
  origin?: SheetOrigin | undefined;
}

/** What a workbook says of a sheet beside its text. */
export interface SheetOrigin {
  /** The name of the sheet, where the workbook has several. */
  name: string | undefined;
  /** What a cell was stored as, where its text does not say it. Rows count from 1, columns from 0. */
  storedAs(row: number, column: number): StoredAs | undefined;
  /** What is to be told of the sheet. */
  findings: readonly Finding[];
}

const headSize = 1 << 16;

/**
 * Opens a file and reads its beginning.
 * @param ahead the source, where its beginning was looked at already
 * @throws Unreadable when that is no text
 * @throws CliError when the file cannot be opened
 */
export async function openText(source: Source, encoding?: Encoding, ahead?: Ahead): Promise<Text> {
  const { head, chunks, close } = await readAhead(utf8Chunks(source, encoding, ahead), headSize + 1);
  let opened: AsyncIterable<Uint8Array> | undefined = chunks;
  return {
    name: source.name,
    head: firstLines(head),
    read() {
      const reading = opened ?? utf8Chunks(source, encoding);
      opened = undefined;
      return reading;
    },
    close,
  };
}

/** A text that is in memory. @param chunks in UTF-8 */
export function textOf(name: string, chunks: readonly Buffer[], origin?: SheetOrigin): Text {
  const taken: Buffer[] = [];
  for (let i = 0, length = 0; i < chunks.length && length <= headSize; i += 1) {
    const chunk = chunks[i] ?? Buffer.alloc(0);
    taken.push(chunk);
    length += chunk.length;
  }
  return {
    name,
    head: firstLines(Buffer.concat(taken)),
    async *read() {
      yield* chunks;
    },
    close: async () => {},
    origin,
  };
}

function firstLines(bytes: Buffer): string {
  if (bytes.length <= headSize) return bytes.toString();
  const head = bytes.toString('utf8', 0, headSize);
  const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r'));
  return end < 0 ? head : head.slice(0, end + 1);
}

const longest = 1 << 28;
/** `[Menu 2026]` is the title of a table, not JSON. */
const jsonStart = /^(\{|\[(?!\s*\p{L}))/u;

/**
 * The whole of a text that is JSON. The content decides, not the name: JSON begins with a brace or a bracket.
 * @returns undefined for any other text
 * @throws Unreadable when it is longer than memory is to hold
 */
export async function jsonText({ head, read }: Text): Promise<string | undefined> {
  if (!jsonStart.test(head.trimStart())) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) throw new Unreadable({ message: 'JSON of more than 256 MB is not read.' });
  }
  return Buffer.concat(chunks).toString();
}
