import type { Finding } from '../../finding.ts';
import type { Decisions } from './decisions.ts';

/** Which branches the stores of an export are. */
export interface StoreBranches {
  /** The branch that a store is; undefined for one that is not wanted. */
  branchOf(store: string): string | undefined;
  findings: readonly Finding[];
}

/** Stores are branches of their names. `--branch` says which branch a single one is, or which of several is wanted. */
export function branchesOfStores(stores: readonly string[], { branch }: Decisions): StoreBranches {
  if (branch === undefined) return { branchOf: (store) => store, findings: [] };
  if (stores.length < 2) return { branchOf: () => branch, findings: [] };
  const isWanted = (store: string) => store.toLowerCase() === branch.trim().toLowerCase();
  const names = new Intl.ListFormat('en').format(stores.map((store) => `"${store}"`));
  const finding: Finding = stores.some(isWanted)
    ? { severity: 'warning', message: `of ${names} only "${branch.trim()}" is read.` }
    : { severity: 'error', message: `there is no store "${branch}" in this file: it has ${names}.` };
  return { branchOf: (store) => (isWanted(store) ? store : undefined), findings: [finding] };
}
