import { Unreadable } from '../problem.ts';
import { readAhead } from './ahead.ts';
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
}

const headSize = 1 << 16;

/**
 * Opens a file and reads its beginning.
 * @throws Unreadable when that is no text
 * @throws CliError when the file cannot be opened
 */
export async function openText(source: Source, encoding?: Encoding): Promise<Text> {
  const { head, chunks, close } = await readAhead(utf8Chunks(source, encoding), headSize + 1);
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
