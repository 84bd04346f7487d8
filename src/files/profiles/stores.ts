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
  const wanted = stores.find((store) => store.toLowerCase() === branch.trim().toLowerCase());
  const names = new Intl.ListFormat('en').format(stores.map((store) => `"${store}"`));
  const missing: Finding = {
    severity: 'error',
    message: `there is no store "${branch}" in this file: it has ${names}.`,
    hint: 'Give --branch one of these names.',
  };
  const message = `of the stores ${names} only "${wanted}" is read.`;
  return {
    branchOf: (store) => (store === wanted ? store : undefined),
    findings: [wanted === undefined ? missing : { severity: 'warning', message }],
  };
}
