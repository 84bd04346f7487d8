import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { byteOrderMark, csvLine } from '../../terminal/csv.ts';

const header = [
  ...['modifier_id', 'modifier_name', 'minimum_options', 'maximum_options', 'modifier_priority'],
  ...['option_id', 'option_name', 'option_price', 'option_is_active', 'option_priority'],
];

/**
 * Writes a file beside another one in which the contents of modifiers are to be filled in. It is never written over.
 * @param names the modifiers that the other file names
 * @returns what to do now, for a hint
 */
export async function writeModifierStub(file: string, names: readonly string[]): Promise<string> {
  const path = join(dirname(file), 'modifiers.csv');
  const rows = names.map((name, i) => [name, name, '', '', String(i + 1), '', '', '', 'yes', '1']);
  const again = `run again with --modifiers ${path.includes(' ') ? `"${path}"` : path}.`;
  try {
    await writeFile(path, byteOrderMark + [header, ...rows].map(csvLine).join(''), { flag: 'wx' });
    return `${path} was written, with the name of each modifier: fill in its options, a row for each, then ${again}`;
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isThere) return `${path} is there already and was left as it is: if it has their options, ${again}`;
    const reason = error instanceof Error ? error.message : String(error);
    return `A file to fill in could not be written: ${reason}.`;
  }
}
