import type { Finding } from '../../finding.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import type { Store } from './loyverse-columns.ts';
import { branchesOfStores } from './stores.ts';
import { isMenu } from './till-table.ts';

/** A store whose columns say what holds in one branch. */
export interface PlacedStore {
  /** The branch as Blink, or the operator's own codes, have it. */
  id: string;
  store: Store;
}

export interface ChosenStores {
  /** The one store whose price is the product's own. */
  own: Store | undefined;
  branches: readonly PlacedStore[];
  findings: Finding[];
}

/**
 * The stores that are read, and the branches that they are. The price of a single one is the product's own; its stock needs
 * a branch, which has its name unless the operator says another.
 */
export function chosenStores(stores: readonly Store[], kind: TableKind, decisions: Decisions): ChosenStores {
  const { branchOf, findings } = branchesOfStores(
    stores.map(({ name }) => name),
    decisions,
  );
  const read = stores.flatMap((store): PlacedStore[] => {
    const id = branchOf(store.name);
    return id === undefined ? [] : [{ id, store }];
  });
  const [only = { store: stores[0] }, ...others] = read;
  const own = others.length === 0 ? only.store : undefined;
  const isUnplaced = stores.length === 1 && decisions.branch === undefined && isMenu(kind);
  if (isUnplaced) return { own, branches: [], findings: [...findings] };
  if (read.some(({ id }) => id === '')) return { own, branches: [], findings: [nobodys] };
  return { own, branches: read, findings: [...findings] };
}

const nobodys: Finding = {
  severity: 'error',
  message: 'the file does not say whose stock this is.',
  hint: '--branch 63 says that it is that of branch 63.',
};
