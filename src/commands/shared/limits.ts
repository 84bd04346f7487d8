import type { Command } from '@commander-js/extra-typings';
import type { MenuProduct } from '../../blink/contract/menu.ts';
import type { StockProduct } from '../../blink/contract/stock.ts';
import { knownMenu, knownPrice, knownStock } from '../../ledger/catalog.ts';
import type { LedgerState } from '../../ledger/ledger-state.ts';
import { type MenuDiff, type PriceMove, percentMoved } from '../../menu/diff.ts';
import {
  type Change,
  checkLosses,
  checkPrices,
  checkRemoved,
  defaultLimits,
  type Limits,
  type Sellable,
} from '../../menu/limits.ts';
import { ignoreLedgerFlag } from './bulk/flags.ts';
import { percent, wholeNumber } from './values.ts';

/** Adds the flags that lift the limits of every command that sends prices of many products. */
export function limitFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .optionsGroup('Limits')
    .option('--max-price-change <percent>', 'how far a price may move', percent, defaultLimits.priceChange)
    .option(
      '--max-price-moves <count>',
      'how many products may have it move farther; 5, or a fifth of few',
      wholeNumber(0),
    )
    .option(
      '--max-switched-off <percent>',
      'how many of the known products may be switched off',
      percent,
      defaultLimits.switchedOff,
    )
    .option('--allow-empty', 'a file without products is no mistake')
    .optionsGroup('')
    .addOption(ignoreLedgerFlag);
}

/** Those flags; the last two are of menus only. */
export interface LimitFlags {
  maxPriceChange: number;
  maxPriceMoves?: number | undefined;
  maxSwitchedOff: number;
  maxRemoved?: number;
  maxStripped?: number;
}

/** What they say, each with its default. */
export function limitsOf(flags: LimitFlags): Limits {
  return {
    priceChange: flags.maxPriceChange,
    priceMoves: flags.maxPriceMoves,
    switchedOff: flags.maxSwitchedOff,
    removed: flags.maxRemoved ?? defaultLimits.removed,
    stripped: flags.maxStripped ?? defaultLimits.stripped,
  };
}

/** Stops a menu that takes away, switches off or moves more than an operator is likely to mean. @throws CliError `safety_limit` */
export function checkMenuLimits(
  before: readonly MenuProduct[],
  after: readonly MenuProduct[],
  diff: MenuDiff,
  limits: Limits,
): void {
  const old = new Map(before.map((product) => [String(product.id), product]));
  const changes = after.flatMap((product): Change[] => {
    const known = old.get(String(product.id));
    return known ? [[known, product]] : [];
  });
  checkRemoved(diff, before.length, limits);
  checkPrices(diff.priceMoves, changes.length, limits);
  checkLosses(changes, before.length, limits);
}

/** The same for stock and prices. @throws CliError `safety_limit` */
export function checkStockLimits(
  state: LedgerState | undefined,
  products: readonly StockProduct[],
  limits: Limits,
): void {
  const known = products.filter(({ id }) => knownPrice(state, String(id)) !== undefined);
  checkPrices(
    known.flatMap((product) => movesOf(state, product)),
    known.length,
    limits,
  );
  const menu = new Map(knownMenu(state).products.map((product) => [String(product.id), product]));
  const changes = products.flatMap((product): Change[] => {
    const listed = menu.get(String(product.id));
    const before = listed?.branches?.length ? listed : sellable(knownStock(state, String(product.id)));
    return before ? [[before, withStates(before, product)]] : [];
  });
  const told = state?.records.get('stock')?.size ?? 0;
  checkLosses(changes, Math.max(menu.size, told), limits);
}

/** A product as far as stock tells of it: where a branch was told nothing else, it sells. */
function sellable(stock: StockProduct | undefined): Sellable | undefined {
  if (stock === undefined || stock.branches.length === 0) return undefined;
  const { id, branches } = stock;
  const states = branches.map((branch) => ({ id: branch.id, is_active: branch.is_active ?? true }));
  return { id, name: String(id), is_active: true, branches: states };
}

/** A product in the states that stock gives its branches. */
function withStates(listed: Sellable, { branches }: StockProduct): Sellable {
  const states = new Map(branches.map(({ id, is_active }) => [String(id), is_active]));
  return {
    ...listed,
    branches: (listed.branches ?? []).map((branch) => ({
      ...branch,
      is_active: states.get(String(branch.id)) ?? branch.is_active,
    })),
  };
}

function movesOf(state: LedgerState | undefined, product: StockProduct): PriceMove[] {
  const id = String(product.id);
  const told = new Map(knownStock(state, id)?.branches.map((branch) => [String(branch.id), branch.price]));
  const prices = [
    ['price', knownPrice(state, id)?.price, product.price] as const,
    ...product.branches.map(
      (branch) => [`branches[${branch.id}].price`, told.get(String(branch.id)), branch.price] as const,
    ),
  ];
  return prices.flatMap(([field, before, after]) => {
    if (typeof before !== 'number' || typeof after !== 'number' || before === after) return [];
    return [{ id, name: id, field, before, after, percent: percentMoved(before, after) }];
  });
}
