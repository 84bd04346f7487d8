import type { MenuProduct } from '../blink/contract/menu.ts';
import type { StockProduct } from '../blink/contract/stock.ts';
import type { LedgerState, Standing } from './ledger-state.ts';

/** What Blink was told last of a product's price and stock. */
export interface KnownPrice {
  price: number;
  /** Undefined where only a menu said something: menus know of no discounts. */
  discount_price?: number | undefined;
}

/** The menu as Blink has it, as far as it was told from here: the last import, and what stock and prices were sent since. */
export interface KnownMenu {
  /** When the last import was confirmed, in milliseconds since 1970; undefined where there was none. */
  importedAt: number | undefined;
  products: readonly MenuProduct[];
  /** True where a write of the menu was never answered for: nobody knows whether Blink has this one or that one. */
  inDoubt: boolean;
}

export function knownMenu(state: LedgerState | undefined): KnownMenu {
  const menu = [...(state?.records.get('menu')?.entries() ?? [])];
  const confirmed = menu.flatMap(
    ([
      ,
      {
        confirmed: [...all],
      },
    ]) => all.at(-1)?.when.at ?? [],
  );
  return {
    importedAt: confirmed.length === 0 ? undefined : confirmed.reduce((one, other) => Math.max(one, other)),
    products: menu.flatMap(([id, standing]) => productAt(standing, state?.records.get('stock')?.get(id))),
    inDoubt: menu.some(([, { doubts }]) => doubts.length > 0),
  };
}

/** What a product costs by the latest of its menu and its stock. */
export function knownPrice(state: LedgerState | undefined, id: string): KnownPrice | undefined {
  const stock = state?.records.get('stock')?.get(id);
  const menu = state?.records.get('menu')?.get(id);
  const told = isStock(stock?.content) ? stock.content : undefined;
  const listed = isProduct(menu?.content) ? menu.content : undefined;
  if (listed === undefined || (told && isLater(stock, menu))) {
    return told && { price: told.price, discount_price: told.discount_price };
  }
  return { price: listed.price, discount_price: told?.discount_price };
}

/** The branches of a product as stock was sent for them. */
export function knownStock(state: LedgerState | undefined, id: string): StockProduct | undefined {
  const content = state?.records.get('stock')?.get(id)?.content;
  return isStock(content) ? content : undefined;
}

/** Whether the stock that was confirmed for a product still holds: a menu that came later may have said something else. */
export function stockHolds(state: LedgerState, id: string): boolean {
  const stock = state.records.get('stock')?.get(id);
  const menu = state.records.get('menu')?.get(id);
  if (menu === undefined || isLater(stock, menu)) return true;
  const listed = menu.content;
  return (
    isProduct(listed) &&
    isStock(stock?.content) &&
    JSON.stringify(withStock(listed, stock.content)) === JSON.stringify(listed)
  );
}

/** Whether a product's stock is as Blink confirmed it last. @param hash of the record that is to be sent */
export function isStockKnown(state: LedgerState | undefined, id: string, hash: string): boolean {
  const standing = state?.records.get('stock')?.get(id);
  if (state === undefined || standing === undefined || standing.doubts.length > 0) return false;
  return standing.confirmed.at(-1)?.hash === hash && stockHolds(state, id);
}

function isLater(one: Standing | undefined, other: Standing | undefined): boolean {
  return (one?.confirmedSeq ?? 0) > (other?.confirmedSeq ?? 0);
}

function productAt(menu: Standing, stock: Standing | undefined): MenuProduct[] {
  const { content } = menu;
  if (!isProduct(content)) return [];
  const told = stock?.content;
  return [isLater(stock, menu) && isStock(told) ? withStock(content, told) : content];
}

/** A product with the prices and states that stock gave it. Only what the menu says something of itself is changed. */
function withStock(product: MenuProduct, stock: StockProduct): MenuProduct {
  const told = new Map(stock.branches.map((branch) => [String(branch.id), branch]));
  return {
    ...product,
    price: stock.price,
    ...(product.branches && {
      branches: product.branches.map((branch) => {
        const { is_active, price, stock_quantity } = told.get(String(branch.id)) ?? {};
        return {
          ...branch,
          ...(is_active !== undefined && { is_active }),
          ...(price !== undefined && branch.price !== undefined && { price }),
          ...(stock_quantity !== undefined && branch.stock_quantity !== undefined && { stock_quantity }),
        };
      }),
    }),
  };
}

// What a book keeps was checked against the contract before it was sent, and its checksum is right: a look at what tells
// the two apart is enough, where all of a big menu goes through.

function isProduct(value: unknown): value is MenuProduct {
  return typeof value === 'object' && value !== null && 'price' in value && 'category' in value;
}

function isStock(value: unknown): value is StockProduct {
  return typeof value === 'object' && value !== null && 'discount_price' in value && 'branches' in value;
}
