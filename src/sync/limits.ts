import type { MenuDiff, PriceMove } from '../catalog/diff.ts';
import { CliError, type Detail } from '../errors.ts';

/** How much a bulk write may change before it is stopped. */
export interface Limits {
  /** The part of the known products that may go, in percent. */
  removed: number;
  /** How far a price may move before it counts as risky, in percent. */
  priceChange: number;
  /** How many products may have a risky price. */
  priceMoves: number;
}

export const defaultLimits: Limits = { removed: 30, priceChange: 50, priceMoves: 5 };

const worstShown = 10;

/**
 * Stops a menu that takes away more than an operator is likely to mean.
 * @param known how many products the last import had
 * @throws CliError `safety_limit` with the first ten products and the flag that lifts the limit
 */
export function checkRemoved({ gone, deleted }: MenuDiff, known: number, { removed }: Limits): void {
  const going = [...gone, ...deleted];
  const share = known === 0 ? 0 : (100 * going.length) / known;
  if (share <= removed) return;
  throw stopped(
    `${going.length} of ${known} known products (${Math.round(share)} %) would go; the limit is ${removed} %.`,
    `--max-removed ${Math.ceil(share)}`,
    going.map(({ id, name }) => ({
      field: id,
      message: `"${name}" is not in this file or is marked as deleted.`,
    })),
  );
}

/**
 * Stops prices that move more than an operator is likely to mean.
 * @throws CliError `safety_limit` with the ten worst moves and the flag that lifts the limit
 */
export function checkPrices(moves: readonly PriceMove[], { priceChange, priceMoves }: Limits): void {
  const risky = moves.filter(({ after, percent }) => after === 0 || Math.abs(percent) > priceChange);
  const products = new Set(risky.map(({ id }) => id)).size;
  if (products <= priceMoves) return;
  throw stopped(
    `The prices of ${products} products become 0 or move by more than ${priceChange} %; ` +
      `the limit is ${priceMoves} products.`,
    `--max-price-moves ${products}`,
    [...risky].sort(byDanger).map(({ id, field, name, before, after, percent }) => ({
      field: `${id} ${field}`,
      value: after,
      message: `"${name}" would go from ${before} to ${after} (${signed(percent)}).`,
    })),
  );
}

function stopped(message: string, flag: string, worst: readonly Detail[]): CliError {
  return new CliError('safety_limit', message, {
    hint: `Nothing was sent. If this is what you mean, run again with ${flag}.`,
    details: worst.slice(0, worstShown),
  });
}

/** A price of nothing first, then the farthest moves; what cost nothing moved infinitely far. */
function byDanger(a: PriceMove, b: PriceMove): number {
  const danger = ({ after, percent }: PriceMove) =>
    after === 0 ? Number.MAX_VALUE : Math.min(Math.abs(percent), Number.MAX_SAFE_INTEGER);
  return danger(b) - danger(a);
}

/** `+12 %` or `-90 %`; a price that was 0 has no percentage. */
export function signed(value: number): string {
  if (!Number.isFinite(value)) return 'it was 0';
  return `${value > 0 ? '+' : ''}${oneDecimal(value)} %`;
}

export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
