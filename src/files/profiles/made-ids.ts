import type { Finding } from '../../finding.ts';
import { kinds, Refusal, undecidedMark } from '../cells/cells.ts';
import { type IdSource, idSources, inRows, rowsHave, toDecide } from './decisions.ts';
import type { TillItem } from './till-item.ts';

/** A text as it may stand in an id: letters and digits of any script, small ones, and `-` between them. */
export function slug(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

const makers: Record<IdSource, (item: TillItem) => string> = {
  handle: ({ sources }) => sources.handle ?? '',
  token: ({ sources }) => sources.token ?? '',
  sku: ({ sources }) => sources.sku ?? '',
  'name-slug': ({ name, options }) => slug([name, ...options.map(({ value }) => value)].join(' ')),
  'handle+options': ({ sources, options }) =>
    sources.handle ? [sources.handle, ...options.map(({ value }) => slug(value))].join('-') : '',
};

const sourceNames: Record<IdSource, string> = {
  handle: 'handle',
  token: 'token',
  sku: 'SKU',
  'name-slug': 'name',
  'handle+options': 'handle',
};

/** Made ids, in the order of the items; `undecidedMark` begins those that are not to be used. */
export interface MadeIds {
  ids: readonly string[];
  findings: readonly Finding[];
}

/** What is to be made, and what of. */
export interface MakeIds {
  what: 'id' | 'sku';
  flag: string;
  /** As the operator said. */
  given: IdSource | undefined;
  usual: IdSource;
  /** What the till calls that, where that is another word than ours. */
  names?: Partial<Record<IdSource, string>> | undefined;
}

/**
 * Makes an id or a sku of each item, always in the same way.
 * What has none, and ids that come out the same, are told once, with the flags under which all are different.
 */
export function makeIds(items: readonly TillItem[], { what, flag, given, usual, names }: MakeIds): MadeIds {
  const source = given ?? usual;
  const called = names?.[source] ?? sourceNames[source];
  const ids = items.map(makers[source]);
  const lacking = items.filter((_, i) => ids[i] === '').map(({ row }) => row);
  const same = collisions(items, ids);
  const findings: Finding[] = [];
  if (lacking.length > 0) {
    const seen = `${rowsHave(new Set(lacking).size)} no ${called} to make the ${what} of`;
    findings.push(toDecide(seen, lacking, otherWays(items, source, flag)));
  }
  if (same.length > 0) {
    const listed = same.slice(0, mostListed).map(([id, rows]) => `"${id}" in ${inRows(rows)}`);
    if (same.length > mostListed) listed.push(`${same.length - mostListed} more`);
    findings.push({
      ...{ severity: 'error', row: same[0]?.[1][0] },
      message: `made of the ${called}, several products have one ${what}: ${new Intl.ListFormat('en').format(listed)}.`,
      hint: [...ruined(same), ...otherWays(items, source, flag)].join(' '),
    });
  }
  const wrong = new Set([...lacking, ...same.flatMap(([, rows]) => rows)]);
  return {
    ids: ids.map((id, i) => {
      const row = items[i]?.row ?? 0;
      return wrong.has(row) ? `${undecidedMark} ${i}` : id;
    }),
    findings,
  };
}

const mostListed = 10;

function collisions(items: readonly TillItem[], ids: readonly string[]): [id: string, rows: number[]][] {
  const rows = new Map<string, number[]>();
  ids.forEach((id, i) => {
    const row = items[i]?.row;
    if (id === '' || row === undefined) return;
    const same = rows.get(id);
    if (same) same.push(row);
    else rows.set(id, [row]);
  });
  return [...rows].filter(([, same]) => same.length > 1);
}

/** Why ids are the same, where a spreadsheet made `1.23E+12` of all of them. */
function ruined(same: readonly (readonly [id: string, rows: readonly number[]])[]): string[] {
  const reads = same.map(([id]) => kinds.id(id, { trustIds: true }));
  const refused = reads.find((read) => read instanceof Refusal && read.doubt === undefined);
  return refused instanceof Refusal && refused.hint !== undefined ? [refused.hint] : [];
}

/** The sources under which every item has an id of its own. */
function otherWays(items: readonly TillItem[], tried: IdSource, flag: string): string[] {
  const works = (source: IdSource) => {
    const ids = items.map(makers[source]);
    return ids.every((id) => id !== '') && new Set(ids).size === ids.length;
  };
  const ways = idSources.filter((source) => source !== tried && works(source));
  if (ways.length === 0)
    return ['Nothing else in the file is filled and different everywhere: correct these rows.'];
  return [
    `Run again with ${new Intl.ListFormat('en', { type: 'disjunction' }).format(ways.map((way) => `${flag} ${way}`))}: each is different in all rows.`,
  ];
}
