import { type Branched, withBranchIds } from '../../menu/branch-ids.ts';
import type { Context } from '../../session/context.ts';
import { branchIds } from '../../session/stored/branch-map.ts';

/** Translates one of the operator's own branch codes to Blink's id; what is no code stays as it is. */
export function branchIdOf({ profile, settings, stored }: Context): (code: string) => string {
  return branchIds(stored, { profile, environment: settings.environment?.value });
}

/** Translates one of Blink's ids to the operator's own branch code; what has none stays as it is. */
export function branchCodeOf({ branchCodes }: Context): (branchId: string) => string {
  const codes = new Map(Array.from(branchCodes(), ([code, id]) => [id, code]));
  return (id) => codes.get(id) ?? id;
}

/** Products with Blink's ids in place of the operator's own branch codes. */
export function withoutCodes<P extends Branched>(context: Context, products: readonly P[]): readonly P[] {
  return withBranchIds(products, branchIdOf(context));
}
