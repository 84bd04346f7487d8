import type { Finding } from '../../finding.ts';
import type { CellRules } from '../cells/cells.ts';
import type { Layout } from '../sheet/layout.ts';
import { rowsHave, toDecide } from './decisions.ts';
import type { TillItem } from './till-item.ts';

/** Whether a spreadsheet saved an export again: no till parts its columns by anything but a comma. */
export function isSavedAgain({ dialect }: Layout): boolean {
  return dialect.delimiter !== ',';
}

/**
 * How numbers are written by a till whose decimal sign is always a point. It is not asked for, unless a spreadsheet may have
 * written another one.
 * @param given what the operator says, who has seen the file
 */
export function pointBeforeDecimals(till: string) {
  return (layout: Layout, { thousands, decimalComma }: CellRules): CellRules =>
    isSavedAgain(layout) || thousands !== undefined || decimalComma ? {} : { thousands: ',', till };
}

const grouped = /^[1-9]\d{0,2}\.\d{3}$/;
const ungrouped = /^\d+(?:\.\d\d?)?$/;

/**
 * Prices such as `1.250` where others have fewer decimals. A till writes the prices of an account alike, so a spreadsheet may
 * have put points between thousands.
 */
export function doubtfulPrices(items: readonly TillItem[]): Finding[] {
  const prices = items.flatMap(({ row, texts, branches = new Map() }) => {
    const there = [...branches.values()].map(({ price = '' }) => price);
    return [texts['product.price'] ?? '', ...there].map((text) => ({ row, text }));
  });
  const doubtful = prices.filter(({ text }) => grouped.test(text));
  const other = prices.find(({ text }) => ungrouped.test(text));
  const [first] = doubtful;
  if (!first || !other) return [];
  const whole = first.text.replace('.', '');
  const rows = new Set(doubtful.map(({ row }) => row));
  const seen = `${rowsHave(rows.size)} a price like "${first.text}" beside "${other.text}", and a spreadsheet may have made it of ${whole}`;
  return [
    toDecide(
      seen,
      [...rows],
      [
        `If it is ${whole}, run again with --decimal-comma, if it is ${Number(first.text)}, with --thousands ",".`,
      ],
    ),
  ];
}
