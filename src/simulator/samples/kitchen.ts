import { matches } from '../../blink/contract/check.ts';
import { type MenuModifier, type MenuOption, MenuProduct } from '../../blink/contract/menu.ts';
import { isLive, type KeptProduct } from '../state/kept.ts';
import { type Amount, amountOf } from './amount.ts';
import { branches } from './branches.ts';
import { seedMenu } from './menu.ts';
import { oneOf, type Random } from './random.ts';

/** A product as a customer can order it at one branch. */
export interface Dish {
  id: string;
  name: string;
  price: Amount;
  choices: readonly Choice[];
}

/** What a modifier asks the customer: how many of its options to take. */
export interface Choice {
  id: string;
  name: string;
  least: number;
  most: number;
  options: readonly { id: string; name: string; price: Amount }[];
}

/** What can be ordered. */
export interface Kitchen {
  /** The branches that the menu names; empty when it names none. */
  branches: readonly string[];
  /** What a branch has to offer. */
  dishesAt(branch: string): readonly Dish[];
}

const kitchens = new WeakMap<readonly KeptProduct[], Kitchen>();

/** What can be ordered from the imported menu, or from the simulator's own while nothing was imported. */
export function kitchenOf(kept: readonly KeptProduct[]): Kitchen {
  const kitchen = kitchens.get(kept) ?? open(kept.length === 0 ? seedMenu : kept);
  kitchens.set(kept, kitchen);
  return kitchen;
}

function open(kept: readonly unknown[]): Kitchen {
  // Looked at in full here only: each menu once, and only where orders are placed.
  const products = kept.filter((one): one is MenuProduct => matches(MenuProduct, one)).filter(isOnSale);
  const branches = new Set(
    products.flatMap((product) => (product.branches ?? []).filter(isOnSale).map(({ id }) => String(id))),
  );
  const known = new Map<string, readonly Dish[]>();
  return {
    branches: [...branches],
    dishesAt(branch) {
      const dishes = known.get(branch) ?? products.flatMap((product) => dishAt(product, branch) ?? []);
      known.set(branch, dishes);
      return dishes;
    },
  };
}

/** Undefined where the branch has not got it, or not enough options to choose from. */
function dishAt(product: MenuProduct, branch: string): Dish | undefined {
  const price = priceAt(product, branch);
  if (price === undefined) return undefined;
  const choices = (product.modifiers ?? []).filter(isLive).map((modifier) => choiceAt(modifier, branch));
  if (choices.some(({ least, options }) => options.length < least)) return undefined;
  return { id: String(product.id), name: product.name, price, choices };
}

function choiceAt(modifier: MenuModifier, branch: string): Choice {
  const least = modifier.minimum_options ?? 0;
  const options = modifier.options.filter(isOnSale).flatMap((option) => {
    const price = priceAt(option, branch);
    return price === undefined ? [] : [{ id: String(option.id), name: option.name, price }];
  });
  const most = Math.max(least, modifier.maximum_options);
  return { id: String(modifier.id), name: modifier.name, least, most, options };
}

/** The branch's own price, else the usual one. Something that names branches is only to be had there. */
function priceAt({ branches, price }: MenuProduct | MenuOption, branch: string): Amount | undefined {
  const usual = amountOf(price ?? 0);
  if (!branches?.length) return usual;
  const here = branches.find(({ id }) => String(id) === branch);
  if (here === undefined || !isOnSale(here)) return undefined;
  return here.price === undefined || here.price === null ? usual : amountOf(here.price);
}

interface Sold {
  is_active?: boolean | 0 | 1 | undefined;
  deleted_at?: string | null | undefined;
  is_in_stock?: boolean | 0 | 1 | null | undefined;
  stock_quantity?: number | null | undefined;
}

function isOnSale({ is_active = true, deleted_at, is_in_stock, stock_quantity }: Sold): boolean {
  const inStock = (is_in_stock ?? true) && stock_quantity !== 0;
  return Boolean(is_active && inStock) && isLive({ deleted_at });
}

/** A branch that has something to offer; of the listed ones where the menu names none. */
export function anyBranch({ branches: named, dishesAt }: Kitchen, random: Random): string {
  const serving = named.filter((branch) => dishesAt(branch).length > 0);
  if (serving.length > 0) return oneOf(serving, random) ?? '';
  const open = branches.filter(({ is_live, is_active }) => is_live === 1 && is_active === 1);
  return String(oneOf(open, random)?.blink_id ?? '');
}
