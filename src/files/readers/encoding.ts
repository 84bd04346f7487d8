import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { Unreadable } from '../problem.ts';
import { type Ahead, readAhead } from './ahead.ts';
import { decodeSingleByte, type SingleByteEncoding, singleByteEncodings } from './single-byte.ts';
import type { Source } from './source.ts';
import { checkedUtf8, countLines, refuseNul } from './utf8.ts';

/** The encodings `--encoding` takes. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', ...singleByteEncodings] as const;

export type Encoding = (typeof encodings)[number];

const byteOrderMarks: readonly [Encoding, string][] = [
  ['utf-8', '\xef\xbb\xbf'],
  ['utf-16le', '\xff\xfe'],
  ['utf-16be', '\xfe\xff'],
];

/**
 * A source as UTF-8 without a byte order mark. A mark decides; else `asked`; else it has to be UTF-8 to the
 * last byte. It is never guessed: Arabic saved as windows-1256 also decodes as windows-1252, without an error.
 * @param opened the source, where its beginning was looked at already
 * @throws Unreadable where a byte fits nothing, with one cell shown both ways.
 */
export async function* utf8Chunks(
  source: Source,
  asked: Encoding = 'utf-8',
  opened?: Ahead,
): AsyncIterable<Uint8Array> {
  const ahead = opened ?? (await readAhead(source.open(), 4));
  try {
    const start = ahead.head.toString('latin1', 0, 4);
    refuseOtherFormats(start);
    const [encoding, mark] = byteOrderMarks.find(([, mark]) => start.startsWith(mark)) ?? [asked, ''];
    const chunks = dropFirst(ahead.chunks, mark.length);
    if (encoding === 'utf-8') yield* checkedUtf8(chunks);
    else if (encoding === 'utf-16le' || encoding === 'utf-16be') yield* fromUtf16(chunks, encoding);
    else yield* fromSingleByte(chunks, encoding);
  } finally {
    await ahead.close();
  }
}

const otherFormats: readonly [start: string, what: string][] = [
  ['%PDF', 'a PDF, not text'],
  ['<', 'HTML or XML, not CSV, whatever the name of the file says'],
];

function refuseOtherFormats(start: string): void {
  const format = otherFormats.find(([mark]) => start.startsWith(mark));
  if (!format) return;
  throw new Unreadable({
    message: `this is ${format[1]}.`,
    hint: 'Open it in Excel, choose File, Save As, "CSV UTF-8 (Comma delimited)", and give that file.',
  });
}

async function* dropFirst(chunks: AsyncIterable<Uint8Array>, count: number): AsyncIterable<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    const dropped = Math.min(left, chunk.length);
    left -= dropped;
    if (chunk.length > dropped) yield chunk.subarray(dropped);
  }
}

async function* fromUtf16(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  const decode = (chunk?: Uint8Array): Buffer => {
    const text = decoded(decoder, chunk);
    if (text !== undefined) return Buffer.from(text);
    throw new Unreadable({ line, message: `this is not ${encoding}, or the file is cut off.` });
  };
  for await (const chunk of chunks) {
    const bytes = decode(chunk);
    refuseNul(bytes, line);
    line += countLines(bytes);
    yield bytes;
  }
  decode();
}

/** Any byte is a letter in these encodings. That the file is UTF-8 after all shows only at its end. */
async function* fromSingleByte(
  chunks: AsyncIterable<Uint8Array>,
  encoding: SingleByteEncoding,
): AsyncIterable<Uint8Array> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let plain = true;
  let line = 1;
  for await (const chunk of chunks) {
    refuseNul(chunk, line);
    isUtf8 &&= decoded(utf8, chunk) !== undefined;
    plain &&= isAscii(chunk);
    line += countLines(chunk);
    yield Buffer.from(decodeSingleByte(chunk, encoding));
  }
  if (plain || !isUtf8 || decoded(utf8) === undefined) return;
  throw new Unreadable({
    message: `this is UTF-8, not ${encoding}.`,
    hint: 'Run again without --encoding.',
  });
}

/** The next piece of text, or the end of it without a chunk; undefined where it does not fit the encoding. */
function decoded(decoder: TextDecoder, chunk?: Uint8Array): string | undefined {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    return undefined;
  }
}
