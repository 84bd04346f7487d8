import type { CellRules } from '../cells/cells.ts';
import { Unreadable } from '../problem.ts';
import type { Decisions } from './decisions.ts';

/** What an operator may say about a file that not every file has a use for. */
const flags = {
  ...{ variants: '--variants', idFrom: '--id-from', skuFrom: '--sku-from', name: '--name' },
  ...{ branch: '--branch', priceColumn: '--price-column', category: '--category', default: '--default' },
  ...{ skipVariable: '--skip-variable', currency: '--currency', minorUnits: '--minor-units' },
  ...{ thousands: '--thousands', decimalComma: '--decimal-comma', modifiers: '--modifiers' },
  // Only a map says whose a file is by its profile.
  profiles: '--map',
} as const satisfies Partial<Record<keyof (CellRules & Decisions) | 'modifiers' | 'profiles', string>>;

export type Flag = keyof typeof flags;

/** What was said, and whether it may be meant for another file. */
type Given = Readonly<Partial<Record<Flag, unknown>>> & { isBeside?: boolean | undefined };

/** What there is nothing to decide of where columns or fields are our own. */
export const decidedByUs: readonly Flag[] = [
  'variants',
  'idFrom',
  'skuFrom',
  'name',
  'branch',
  'priceColumn',
];

/** JSON says of itself what its fields are, and its numbers are what they are. */
export const decidedByJson: readonly Flag[] = [
  ...decidedByUs,
  ...(['category', 'default', 'skipVariable', 'profiles', 'minorUnits'] as const),
];

/** In the body of a request there are no amounts in quotes, and modifiers stand where they belong. */
export const decidedByBody: readonly Flag[] = [
  ...decidedByJson,
  ...(['currency', 'thousands', 'decimalComma', 'modifiers'] as const),
];

/**
 * Refuses what an operator said to no effect: they meant something by it.
 * @param idle what does nothing in such a file
 * @param what the file is, as a clause
 * @throws Unreadable that names these flags
 */
export function refuseIdleFlags(given: Given, idle: readonly Flag[], what: string): void {
  const named = given.isBeside ? [] : idle.filter((flag) => isSaid(given[flag])).map((flag) => flags[flag]);
  if (named.length === 0) return;
  const [verb, them] = named.length === 1 ? ['does', 'it'] : ['do', 'them'];
  throw new Unreadable({
    message: `${new Intl.ListFormat('en').format(named)} ${verb} nothing here: ${what}.`,
    hint: `Leave ${them} out.`,
  });
}

function isSaid(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
