import type { FileKind, FileOf, ReadOptions } from './kinds/file-kind.ts';
import { openTable } from './open-table.ts';
import { Unreadable, unreadableFile } from './problem.ts';
import { decidedByBody, decidedByJson, refuseIdleFlags } from './profiles/idle-flags.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import type { Source } from './readers/source.ts';
import { jsonText, type Text } from './readers/text.ts';

const alone = { message: 'a JSON file stands alone: give only this one, or leave it out.' };

/**
 * Reads a file of any kind, from CSV, JSON or a workbook, and checks all of it. Everything that is wrong is in `problems`; the items
 * are complete only when none of them is an error.
 * @param more the other files of a set, where a till exports one menu as several
 * @throws CliError when a file cannot be opened or read
 */
export async function readFile<T>(
  source: Source,
  kind: FileKind<T>,
  options: ReadOptions = {},
  more: readonly Source[] = [],
): Promise<FileOf<T>> {
  const texts: Text[] = [];
  let reading = source;
  try {
    const first = await openTable(source, kind, options);
    texts.push(first);
    const json = await jsonText(first);
    if (json !== undefined && more.length > 0) throw new Unreadable(alone);
    if (json !== undefined) {
      refuseIdleFlags(
        options,
        kind.jsonIsBody ? decidedByBody : decidedByJson,
        'JSON says all of that itself',
      );
      return readJson(source.name, json, kind, options);
    }
    for (reading of more) {
      const text = await openTable(reading, kind, options);
      texts.push(text);
      if ((await jsonText(text)) !== undefined) throw new Unreadable(alone);
    }
    return await readCsv([first, ...texts.slice(1)], kind, options);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return {
      name: source.name,
      items: [],
      problems: [unreadableFile(reading.name, error)],
      locate: async () => [],
      original: async () => [],
      asFarAsRead: () => [],
    };
  } finally {
    for (const text of texts) await text.close();
  }
}
