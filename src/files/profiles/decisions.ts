import type { Finding } from '../../finding.ts';

/** Whose files an operator may say they are. */
export const formats = ['own', 'foodics', 'loyverse', 'shopify', 'square', 'woocommerce'] as const;

/** What ids and skus may be made of. A row's number is none of them: the next export has it somewhere else. */
export const idSources = ['handle', 'token', 'sku', 'name-slug', 'handle+options'] as const;

export type IdSource = (typeof idSources)[number];

/** What an operator has decided about a file: what its rows become where that is no question of one cell. */
export interface Decisions {
  /** Whose file it is, whatever its header looks like. */
  format?: (typeof formats)[number] | undefined;
  /** Blink has no variants: each is a product of its own, or an option of a choice that the product requires. */
  variants?: 'products' | 'modifier' | undefined;
  idFrom?: IdSource | undefined;
  skuFrom?: IdSource | undefined;
  /** Which of two names, where a till has one in each of two languages. */
  name?: 'name' | 'localized' | 'both' | undefined;
  /** Leaves out what has no price of its own but one that is asked for at the till. */
  skipVariable?: boolean | undefined;
  /** What blank cells and absent columns say: `is_active=yes`. */
  default?: readonly string[] | undefined;
  /** The branch that a file speaks of which names none, or the one of several stores that is wanted. */
  branch?: string | undefined;
  /** The column that prices are taken from, where an export has several. */
  priceColumn?: string | undefined;
  /** The category of products that have none. */
  category?: string | undefined;
}

/** How an operator decides among two names. */
export const nameFlags = '--name name takes the first, --name localized the second, --name both joins them.';

const mostRows = 10;

/** Rows in words: `rows 3, 7 and 12`, `row 3`. */
export function inRows(rows: readonly number[]): string {
  const shown = [...new Set(rows)].map(String);
  if (shown.length === 1) return `row ${shown[0]}`;
  const left = shown.length - mostRows;
  const listed = left > 0 ? [...shown.slice(0, mostRows), `${left} more`] : shown;
  return `rows ${new Intl.ListFormat('en').format(listed)}`;
}

/** So many rows as the subject of a sentence: `1 row has`, `12 rows have`. */
export function rowsHave(count: number): string {
  return count === 1 ? '1 row has' : `${count} rows have`;
}

/**
 * What has to be decided and was not, as one finding.
 * @param seen a clause that says what is in the file
 * @param rows all of those it is in
 * @param flags a sentence for each flag that decides
 */
export function toDecide(seen: string, rows: readonly number[], flags: readonly string[]): Finding {
  return { severity: 'error', ...placed(seen, rows), hint: flags.join(' ') };
}

/** What a decision leaves out, as one finding. */
export function leftOut(what: string, rows: readonly number[]): Finding {
  return { severity: 'warning', ...placed(what, rows) };
}

function placed(said: string, rows: readonly number[]) {
  const [row] = rows;
  return { row, message: `${said}${rows.length > 1 ? ` (${inRows(rows)})` : ''}.` };
}
