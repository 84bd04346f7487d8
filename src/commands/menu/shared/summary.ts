import type { MenuProduct } from '../../../blink/contract/menu.ts';
import type { FieldChange, MenuDiff } from '../../../menu/diff.ts';
import { oneDecimal, signed } from '../../../menu/limits.ts';
import { wholeChanges } from '../../../menu/whole-changes.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Output, RecordColumn } from '../../../terminal/output.ts';
import { countMenu, localTime, plural } from '../../shared/words.ts';

/** What an import is going to do, for people and for scripts. */
export interface ImportSummary extends MenuDiff {
  file: string;
  profile: string;
  environment: string | null;
  /** The environment in words, with its address where that is another than usual. */
  place: string;
  /** The user, where known. */
  account: string | null;
  /** How many products are sent. */
  products: number;
  requests: number;
  /** When the menu that this one is compared with was imported; null for the first import. */
  comparedWith: string | null;
}

const mostRows = 20;

/** The summary in words and tables, for a terminal as wide as `stream`. */
export async function summaryText(
  output: Output,
  summary: ImportSummary,
  menu: readonly MenuProduct[],
  stream: 'stdout' | 'stderr',
): Promise<string> {
  const style = await output.style(stream);
  const who = [`profile ${summary.profile}`, ...(summary.account ? [`user ${summary.account}`] : [])].join(
    ', ',
  );
  const lines = [
    `${style.strong(`Menu import to ${summary.place}`)}, ${cleanText(who)}`,
    `${cleanText(summary.file)}: ${countMenu(menu).words}`,
    '',
  ];
  if (summary.comparedWith === null) {
    lines.push(await categoryTable(output, menu, stream));
    lines.push('This is the first import from here, there is nothing to compare it with.');
    return lines.join('\n');
  }
  const counts = [
    counted(summary.added.length, '+', 'new', style.good),
    counted(summary.changed.length, '~', 'changed', style.caution),
    counted(summary.gone.length + summary.deleted.length, '-', 'gone', style.bad),
    `= ${summary.unchanged} unchanged`,
  ];
  lines.push(counts.join('   '), style.dim(`since the import of ${localTime(summary.comparedWith)}`));
  const rows = changeRows(summary);
  if (rows.length > 0) {
    lines.push('', (await output.table(rows.slice(0, mostRows), changeColumns, stream)).trimEnd());
    if (rows.length > mostRows) {
      lines.push(
        style.dim(
          `… and ${plural(rows.length - mostRows, 'more change')}: "blink menu diff" shows all of them`,
        ),
      );
    }
  }
  if (summary.gone.length > 0) {
    lines.push(
      '',
      'Blink does not say what it does with products that a menu leaves out. To remove one, set deleted_at.',
    );
  }
  return lines.join('\n');
}

/** The summary in one line, for who is asked without having been shown it. */
export function summaryLine({ file, added, changed, gone, deleted, priceMoves }: ImportSummary): string {
  const counts = [
    `${added.length} new`,
    `${changed.length} changed (${plural(priceMoves.length, 'price')})`,
    `${gone.length + deleted.length} gone`,
  ];
  return `${file}: ${counts.join(', ')}`;
}

/** A count in its colour, where there is something to count. */
function counted(count: number, sign: string, what: string, colour: (text: string) => string): string {
  const text = `${sign} ${count} ${what}`;
  return count === 0 ? text : colour(text);
}

export interface ChangeRow {
  change: 'new' | 'changed' | 'gone' | 'deleted';
  id: string;
  name: string;
  field: string | null;
  before: FieldChange['before'] | null;
  after: FieldChange['after'] | null;
  /** How far a price moved, in percent; null for everything else. */
  percent: number | null;
}

/** Every change as a row: prices first, because a wrong one costs most. */
export function changeRows(diff: MenuDiff): ChangeRow[] {
  const nothing = { field: null, before: null, after: null, percent: null };
  const moves = new Map(diff.priceMoves.map(({ id, field, percent }) => [`${id} ${field}`, percent]));
  const fields = diff.changed.flatMap(({ id, name, changes }) =>
    wholeChanges(changes).map(({ field, before = null, after = null }): ChangeRow => {
      return {
        change: 'changed',
        id,
        name,
        field,
        before,
        after,
        percent: moves.get(`${id} ${field}`) ?? null,
      };
    }),
  );
  const isMove = ({ percent }: ChangeRow) => percent !== null;
  return [
    ...fields.filter(isMove),
    ...diff.gone.map((product): ChangeRow => ({ change: 'gone', ...product, ...nothing })),
    ...diff.deleted.map((product): ChangeRow => ({ change: 'deleted', ...product, ...nothing })),
    ...fields.filter((row) => !isMove(row)),
    ...diff.added.map(({ id, name, price }): ChangeRow => {
      return { change: 'new', id, name, field: 'price', before: null, after: price, percent: null };
    }),
  ];
}

export const changeColumns: readonly RecordColumn<ChangeRow>[] = [
  { key: 'change', header: 'Change', value: ({ change }) => change },
  { key: 'id', header: 'Product', value: ({ id }) => id },
  { key: 'name', header: 'Name', value: ({ name }) => name },
  { key: 'field', header: 'Field', value: ({ field }) => field },
  { key: 'before', header: 'Before', value: ({ before }) => before, right: true },
  { key: 'after', header: 'After', value: ({ after }) => after, right: true },
  {
    key: 'percent',
    header: 'Move',
    value: ({ percent }) => (percent === null || !Number.isFinite(percent) ? null : oneDecimal(percent)),
    show: ({ percent }) => (percent === null ? '' : signed(percent)),
    right: true,
  },
];

interface CategoryRow {
  name: string;
  products: number;
  from: number;
  to: number;
}

async function categoryTable(
  output: Output,
  menu: readonly MenuProduct[],
  stream: 'stdout' | 'stderr',
): Promise<string> {
  const rows = new Map<string, CategoryRow>();
  for (const { category, price } of menu) {
    const row = rows.get(String(category.id)) ?? { name: category.name, products: 0, from: price, to: price };
    rows.set(String(category.id), {
      ...row,
      products: row.products + 1,
      from: Math.min(row.from, price),
      to: Math.max(row.to, price),
    });
  }
  return output.table<CategoryRow>(
    [...rows.values()],
    [
      { key: 'category', header: 'Category', value: ({ name }) => name },
      { key: 'products', header: 'Products', value: ({ products }) => products, right: true },
      { key: 'from', header: 'Price from', value: ({ from }) => from, right: true },
      { key: 'to', header: 'to', value: ({ to }) => to, right: true },
    ],
    stream,
  );
}
