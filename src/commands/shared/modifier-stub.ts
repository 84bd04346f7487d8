import { writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { shellWord } from '../../shell-word.ts';
import { byteOrderMark, csvLine } from '../../terminal/csv.ts';

const header = [
  ...['modifier_id', 'modifier_name', 'minimum_options', 'maximum_options', 'modifier_priority'],
  ...['option_id', 'option_name', 'option_price', 'option_is_active', 'option_priority'],
];

/** How the name of such a file ends. It is none of the exports in a folder. */
const stubEnd = '.modifiers.csv';

/**
 * Writes a file beside another one in which the contents of modifiers are to be filled in: `export.modifiers.csv` beside
 * `export.csv`. It is never written over.
 * @param names the modifiers that the other file names
 * @returns what to do now, for a hint
 */
export async function writeModifierStub(file: string, names: readonly string[]): Promise<string> {
  const path = join(dirname(file), basename(file, extname(file)) + stubEnd);
  const rows = names.map((name, i) => [name, name, '', '', String(i + 1), '', '', '', 'yes', '1']);
  const again = `run again with --modifiers ${shellWord(path)}.`;
  try {
    await writeFile(path, byteOrderMark + [header, ...rows].map(csvLine).join(''), { flag: 'wx' });
    return `${path} was written, with the name of each modifier: fill in its options, a row for each, then ${again}`;
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isThere) return `${path} is there already and was left as it is: if it has their options, ${again}`;
    return `A file to fill in could not be written: ${messageOf(error)}.`;
  }
}
