import type { Finding } from '../../finding.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import type { Decisions } from './decisions.ts';
import type { Store } from './loyverse-columns.ts';
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
 * The stores that are read, and the branches that they are. Several are branches of their names. The price of a single one
 * is the product's own; its stock needs a branch, which has its name unless the operator says another.
 */
export function chosenStores(stores: readonly Store[], kind: TableKind, { branch }: Decisions): ChosenStores {
  const [first, second] = stores;
  if (!first) return { own: undefined, branches: [], findings: [] };
  if (!second) return single(first, branch, kind);
  if (branch === undefined) {
    const branches = stores.map((store) => ({ id: store.name, store }));
    return { own: undefined, branches, findings: [] };
  }
  const names = new Intl.ListFormat('en').format(stores.map(({ name }) => `"${name}"`));
  const wanted = stores.find(({ name }) => name.toLowerCase() === branch.trim().toLowerCase());
  if (!wanted) {
    const message = `there is no store "${branch}" in this file: it has ${names}.`;
    return { own: first, branches: [], findings: [{ severity: 'error', message }] };
  }
  const message = `of the stores ${names} only "${wanted.name}" is read.`;
  return {
    own: wanted,
    branches: [{ id: wanted.name, store: wanted }],
    findings: [{ severity: 'warning', message }],
  };
}

function single(store: Store, branch: string | undefined, kind: TableKind): ChosenStores {
  const id = branch ?? (isMenu(kind) ? undefined : store.name);
  if (id === undefined) return { own: store, branches: [], findings: [] };
  if (id !== '') return { own: store, branches: [{ id, store }], findings: [] };
  const message = 'the file does not say whose stock this is.';
  const finding: Finding = {
    severity: 'error',
    message,
    hint: '--branch 63 says that it is that of branch 63.',
  };
  return { own: store, branches: [], findings: [finding] };
}
