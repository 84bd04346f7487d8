import { type Branched, withBranchIds } from '../../menu/branch-ids.ts';
import type { Context } from '../../session/context.ts';
import { branchIds } from '../../session/stored/branch-map.ts';

/** Translates one of the operator's own branch codes to Blink's id; what is no code stays as it is. */
export function branchIdOf({ profile, settings, stored }: Context): (code: string) => string {
  return branchIds(stored, { profile, environment: settings.environment?.value });
}

/** Products with Blink's ids in place of the operator's own branch codes. */
export function withoutCodes<P extends Branched>(context: Context, products: readonly P[]): readonly P[] {
  return withBranchIds(products, branchIdOf(context));
}
