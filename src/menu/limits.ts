import type { MenuProduct } from '../blink/contract/menu.ts';
import { CliError, type Detail } from '../errors.ts';
import type { MenuDiff, PriceMove } from './diff.ts';

/** How much a bulk write may change before it is stopped. */
export interface Limits {
  /** The part of the known products that may go, in percent. */
  removed: number;
  /** How far a price may move before it counts as risky, in percent. */
  priceChange: number;
  /** How many products may have a risky price; a few of them, or a fifth, unless given. */
  priceMoves?: number | undefined;
  /** The part of the known products that may be switched off, in percent. */
  switchedOff: number;
  /** The part that may lose branches or modifiers, in percent. */
  stripped: number;
}

export const defaultLimits: Limits = { removed: 30, priceChange: 50, switchedOff: 30, stripped: 30 };

const worstShown = 10;

/**
 * Stops a menu that takes away more than an operator is likely to mean.
 * @param known how many products the last import had
 * @throws CliError `safety_limit` with the first ten products and the flag that lifts the limit
 */
export function checkRemoved({ gone, deleted }: MenuDiff, known: number, { removed }: Limits): void {
  const going = [...gone, ...deleted];
  const share = shareOf(going.length, known);
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
 * @param compared how many products have a price that is known
 * @throws CliError `safety_limit` with the ten worst moves and the flag that lifts the limit
 */
export function checkPrices(
  moves: readonly PriceMove[],
  compared: number,
  { priceChange, priceMoves = mostMoves(compared) }: Limits,
): void {
  const risky = moves.filter(({ after, percent }) => after === 0 || Math.abs(percent) > priceChange);
  const products = new Set(risky.map(({ id }) => id)).size;
  if (products <= priceMoves) return;
  throw stopped(
    `The prices of ${products} products become 0 or move by more than ${priceChange} %; ` +
      `the limit is ${priceMoves === 1 ? 'one product' : `${priceMoves} products`}.`,
    `--max-price-moves ${products}`,
    [...risky].sort(byDanger).map(({ id, field, name, before, after, percent }) => ({
      field: `${id} ${field}`,
      value: after,
      message: `"${name}" would go from ${before} to ${after} (${signed(percent)}).`,
    })),
  );
}

/** Five products, or a fifth of them where there are few. One price may always be meant. */
function mostMoves(compared: number): number {
  return Math.max(1, Math.min(5, Math.floor(compared / 5)));
}

/** What is looked at of a product. */
export type Sellable = Pick<MenuProduct, 'id' | 'name' | 'is_active' | 'branches' | 'modifiers'>;

/** A product that is known, and what it is to become. */
export type Change = readonly [before: Sellable, after: Sellable];

/**
 * Stops a menu that switches most dishes off, or takes their branches or modifiers from them.
 * @param known how many products the last import had
 * @throws CliError `safety_limit` with the first ten products and the flag that lifts the limit
 */
export function checkLosses(changes: readonly Change[], known: number, limits: Limits): void {
  const losses = [
    { what: 'be switched off', flag: '--max-switched-off', limit: limits.switchedOff, isLoss: isSwitchedOff },
    {
      what: 'lose their branches',
      flag: '--max-stripped',
      limit: limits.stripped,
      isLoss: ([{ branches: before }, { branches: after }]: Change) => isEmptied(before, after),
    },
    {
      what: 'lose their modifiers',
      flag: '--max-stripped',
      limit: limits.stripped,
      isLoss: ([{ modifiers: before }, { modifiers: after }]: Change) => isEmptied(before, after),
    },
  ];
  for (const { what, flag, limit, isLoss } of losses) {
    const lost = changes.filter(isLoss);
    const share = shareOf(lost.length, known);
    // One dish that is sold out is no accident, however small the menu.
    if (lost.length < 2 || share <= limit) continue;
    throw stopped(
      `${lost.length} of ${known} known products (${Math.round(share)} %) would ${what}; the limit is ${limit} %.`,
      `${flag} ${Math.ceil(share)}`,
      lost.map(([{ id, name }]) => ({ field: String(id), message: `"${name}" would ${what}.` })),
    );
  }
}

/** Whether a product is sold before and not after: it is off itself, or in all of its branches. */
export function isSwitchedOff([before, after]: Change): boolean {
  return isSold(before) && !isSold(after);
}

function isSold({ is_active, branches }: Sellable): boolean {
  const here = branches ?? [];
  return isOn(is_active) && (here.length === 0 || here.some((branch) => isOn(branch.is_active)));
}

function isOn(flag: unknown): boolean {
  return flag === true || flag === 1 || flag === '1';
}

function isEmptied(
  before: readonly unknown[] | null | undefined,
  after: readonly unknown[] | null | undefined,
) {
  return (before?.length ?? 0) > 0 && (after?.length ?? 0) === 0;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
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
