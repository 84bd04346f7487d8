import type { MenuBranch, MenuOptionBranch, MenuProduct } from '../blink/contract/menu.ts';
import { isOn } from '../menu/audit/rule.ts';
import { price } from './amounts.ts';

/** How something is sold at one branch, where that is not as everywhere. */
interface Difference {
  price?: string;
  /** `off` is switched off there, `out` is sold out, `unnamed` is a branch that the dish does not name. */
  state?: 'off' | 'out' | 'unnamed';
}

/** The branches that a menu names, in the order in which they come. */
export function branchIds(products: readonly MenuProduct[]): string[] {
  const ids = new Set<string>();
  for (const { branches, modifiers } of products) {
    for (const { id } of branches ?? []) ids.add(String(id));
    for (const { options } of modifiers ?? [])
      for (const option of options) for (const { id } of option.branches ?? []) ids.add(String(id));
  }
  return [...ids];
}

/**
 * What the page needs to show another branch, as JSON by the position of the branch; undefined where nothing differs.
 * @param silent what it means when a branch is not named
 */
export function differences(
  branches: readonly (MenuBranch | MenuOptionBranch)[] | null | undefined,
  ids: readonly string[],
  silent?: 'unnamed',
): string | undefined {
  const named = new Map((branches ?? []).map((branch) => [String(branch.id), branch]));
  if (named.size === 0) return undefined;
  const differing = ids.flatMap((id, i): [number, Difference][] => {
    const branch = named.get(id);
    const difference = branch ? differenceAt(branch) : silent && { state: silent };
    return difference && Object.keys(difference).length > 0 ? [[i, difference]] : [];
  });
  return differing.length === 0 ? undefined : JSON.stringify(Object.fromEntries(differing));
}

function differenceAt(branch: MenuBranch | MenuOptionBranch): Difference {
  const { price: own, is_active } = branch;
  const sold = own == null ? {} : { price: price(own) };
  if (!isOn(is_active)) return { ...sold, state: 'off' };
  return isSoldOut(branch) ? { ...sold, state: 'out' } : sold;
}

function isSoldOut({ is_in_stock, stock_quantity, stock_qunatity }: MenuBranch | MenuOptionBranch): boolean {
  return is_in_stock == null ? (stock_quantity ?? stock_qunatity) === 0 : !isOn(is_in_stock);
}

/** `Rs 490 – 560` where branches ask for different prices. */
export function priceRange({ price: own, branches }: MenuProduct): string | undefined {
  const all = (branches ?? []).map((branch) => branch.price ?? own);
  const [least, most] = [Math.min(own, ...all), Math.max(own, ...all)];
  return least === most ? undefined : `${price(least)} – ${price(most).slice(3)} by branch`;
}
