import { access } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { type CellValue, Refusal, readCell } from '../../../files/cells/cells.ts';
import type { ReadOptions } from '../../../files/kinds/file-kind.ts';
import type { Decisions } from '../../../files/profiles/decisions.ts';
import { mapFileText, type SheetMap } from '../../../files/profiles/map/map-file.ts';
import { type Mapping, meaningOf, usualMeanings } from '../../../files/profiles/map/meaning.ts';
import { proposeMap } from '../../../files/profiles/map/propose.ts';
import type { TableKind } from '../../../files/sheet/table-kind.ts';
import type { UnknownSheet } from '../../../files/unknown-sheet.ts';
import type { Context } from '../../../session/context.ts';
import { shellWord } from '../../../shell-word.ts';
import { writeFile } from '../write-file.ts';
import { excerpt } from './to-decide.ts';

/** Asks what the columns of a sheet mean, and what else is to be decided; the answers are kept in a file. */
export async function askForMap(
  context: Context,
  file: string,
  sheet: UnknownSheet,
  kind: TableKind,
  options: ReadOptions,
): Promise<SheetMap> {
  context.output.warn(`${file} is a sheet of your own. What do its columns mean?`);
  const columns = await askColumns(context, sheet, kind, options);
  const map = { columns, decisions: await askDecisions(context, columns, kind, options) };
  await keep(context, file, map);
  return map;
}

async function askColumns(
  { prompts }: Context,
  { header, samples }: UnknownSheet,
  kind: TableKind,
  options: ReadOptions,
): Promise<Mapping[]> {
  const answers: Mapping[] = [];
  for (const { column, meaning: proposed } of proposeMap(header, kind)) {
    const cells = samples[header.findIndex((name) => name.trim() === column)] ?? [];
    const shown = cells.map((cell) => `"${excerpt(cell)}"`).join(', ') || 'it is blank';
    const taken = new Set(answers.map(({ meaning }) => meaning));
    const free = usualMeanings(kind).filter((name) => mayBeTwice.has(name) || !taken.has(name));
    const first = free.includes(proposed) ? proposed : 'ignore';
    const meaning = await prompts.choose(`${column} (${shown})`, {
      flag: '--map',
      choices: [...new Set([first, 'ignore', ...free])].map((name) => ({
        value: name,
        name: name === 'ignore' ? 'ignore: leave it out' : name,
        description: becomes({ column, meaning: name }, cells, kind, options),
      })),
    });
    answers.push({ column, meaning });
  }
  return answers;
}

const mayBeTwice = new Set(['ignore', 'variants']);

/** What the samples of a column become under a meaning: `"249" is read as 249`. */
function becomes(mapping: Mapping, cells: readonly string[], kind: TableKind, options: ReadOptions): string {
  const meaning = meaningOf(mapping, kind);
  if (meaning.is === 'ignored') return 'Blink gets nothing of it.';
  if (meaning.is === 'second name') return 'The name in a second language.';
  if (meaning.is === 'variants') return 'Sizes and the like, one in a cell or several: Half|Full.';
  if (meaning.is === 'branch') return 'What a dish has in one branch.';
  const { kind: rule } = meaning.column;
  const read = cells.map((cell) => ({ cell, value: readCell(rule, cell, options) }));
  if (read.every(({ cell, value }) => value === cell)) return 'Taken as it stands.';
  return read.map(({ cell, value }) => `"${excerpt(cell)}" ${outcome(value)}`).join('; ');
}

function outcome(value: CellValue | Refusal): string {
  return value instanceof Refusal
    ? `is refused: expected ${value.expected}`
    : `becomes ${excerpt(String(value))}`;
}

async function askDecisions(
  { prompts }: Context,
  columns: readonly Mapping[],
  kind: TableKind,
  given: Decisions,
): Promise<Decisions> {
  const has = (meaning: string) => columns.some((one) => one.meaning === meaning);
  const needs = (name: string) => kind.required.some((column) => column.name === name) && !has(name);
  const made = [
    { value: 'name-slug' as const, name: 'its name: Chicken Karahi is chicken-karahi' },
    ...(has('sku') ? [{ value: 'sku' as const, name: 'its sku' }] : []),
    ...(has('product_id') ? [{ value: 'token' as const, name: 'its product_id' }] : []),
  ];
  const decisions: Decisions = {};
  if (needs('product_id') && given.idFrom === undefined) {
    decisions.idFrom = await prompts.choose('What is the id of a dish made of?', {
      flag: '--id-from',
      choices: made,
    });
  }
  if (needs('sku') && given.skuFrom === undefined) {
    decisions.skuFrom = await prompts.choose('What is its sku made of?', {
      flag: '--sku-from',
      choices: made,
    });
  }
  if (has('variants') && given.variants === undefined) {
    decisions.variants = await prompts.choose('Blink has no variants. What is each of them to be?', {
      flag: '--variants',
      choices: [
        { value: 'products' as const, name: 'a product of its own' },
        { value: 'modifier' as const, name: 'an option of a choice that the product requires' },
      ],
    });
  }
  if (needs('category_name') && !has('category_id') && given.category === undefined) {
    decisions.category = await prompts.text('What category are the dishes in?', { flag: '--category' });
  }
  const isSaid = given.default?.some((one) => one.startsWith('is_active'));
  if (needs('is_active') && !isSaid) {
    const all = await prompts.confirm('Are all dishes on sale?', {
      flag: '--default is_active=yes',
      default: true,
    });
    decisions.default = [`is_active=${all ? 'yes' : 'no'}`];
  }
  return decisions;
}

/** Writes the answers beside the sheet, over none that is there unless told to. */
async function keep({ output, prompts }: Context, file: string, map: SheetMap): Promise<void> {
  const path = join(dirname(file), `${basename(file, extname(file))}.map.txt`);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  const question = `${path} is there already. Replace it?`;
  if (isThere && !(await prompts.confirm(question, { flag: '--map', default: false }))) return;
  await writeFile(path, mapFileText(basename(file), map));
  output.warn(`Your answers are in ${path}. Next time: --map ${shellWord(path)}`);
}
