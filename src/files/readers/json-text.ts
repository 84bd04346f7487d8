import { Unreadable } from '../problem.ts';
import { type Encoding, utf8Chunks } from './encoding.ts';
import type { Source } from './source.ts';

const longest = 1 << 28;
/** `[Menu 2026]` is the title of a table, not JSON. */
const jsonStart = /^(\{|\[(?!\s*\p{L}))/u;

/**
 * The whole text of a source that is JSON. The content decides, not the name: JSON begins with a brace or a bracket.
 * @returns undefined for any other text
 * @throws Unreadable when it is longer than memory is to hold
 */
export async function jsonText(source: Source, encoding?: Encoding): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isJson = false;
  for await (const chunk of utf8Chunks(source, encoding)) {
    const start: string = isJson ? '' : Buffer.from(chunk).toString().trimStart();
    if (start !== '' && !jsonStart.test(start)) return undefined;
    isJson ||= start !== '';
    chunks.push(chunk);
    length += chunk.length;
    if (length > longest) throw new Unreadable({ message: 'JSON of more than 256 MB is not read.' });
  }
  return isJson ? Buffer.concat(chunks).toString() : undefined;
}
