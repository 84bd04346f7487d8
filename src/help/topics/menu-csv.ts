import { type CellKind, kinds } from '../../files/cells/cells.ts';
import { columnsOf, type Level } from '../../files/sheet/columns.ts';
import type { Table } from '../page.ts';
import type { Topic } from './topic.ts';

/** What a cell of each kind holds. */
const cells = new Map<CellKind, string>([
  [kinds.id, 'an id, taken as text: 00411 stays 00411'],
  [kinds.name, 'a name'],
  [kinds.text, 'text'],
  [kinds.url, 'the address of a picture'],
  [kinds.time, 'a date like 2026-11-23 18:30:00'],
  [kinds.money, 'an amount in rupees, like 1250 or 1250.00'],
  [kinds.boolean, 'yes or no'],
  [kinds.bit, '1 or 0'],
  [kinds.count, 'a whole number'],
  [kinds.stock, 'how many there are'],
]);

function columnTable(heading: string, level: Level): Table {
  const rows = columnsOf(level).map(({ name, kind, required }) => {
    const meaning = cells.get(kind) ?? '';
    return [name, required ? `${meaning} (required)` : meaning] as const;
  });
  return { heading, rows };
}

export const menuCsv: Topic = {
  summary: 'The columns of a menu file',
  about: [
    'One row for a dish. A dish with several branches or options has more rows: product_id stands on each of them, the other cells of the dish only on its first. A row adds one branch or one option.',
  ],
  examples: ['blink menu template --out menu.csv', 'blink menu validate menu.csv'],
  tables: [
    columnTable('The dish', 'product'),
    columnTable('Its category', 'category'),
    columnTable('The dish in one branch', 'branch'),
    columnTable('A choice the customer makes', 'modifier'),
    columnTable('One answer to it', 'option'),
    columnTable('That answer in one branch', 'optionBranch'),
  ],
  notes: [
    'A blank cell leaves the field out. It never becomes 0 or "no". [clear] sends null, [empty] an empty text or list.',
    'Branches may also stand side by side: price [63], is_active [63], stock_quantity [63].',
    'A dish that is not in the file is not removed. To remove one, put a date into deleted_at.',
    'Other columns are no trouble: --map says what they mean, and exports of Foodics, Loyverse, Shopify, Square and WooCommerce are known.',
  ],
};
