import type { MenuProduct } from '../../../blink/contract/menu.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import type { Problem } from '../../../files/problem.ts';
import type { UnreadDish } from '../../../preview/dish.ts';

/** How the dishes of a file with problems stand in it. */
export interface Standing {
  /** The id of the dish that a problem is about. */
  productOf(problem: Problem): string | undefined;
  /** Dishes that are in the file and not in the menu, because something of them could not be read. */
  unread: UnreadDish[];
}

/** Looks a menu's dishes up in its file: which of them could not be read, and in which lines each stands. */
export async function readStanding(menu: FileOf<MenuProduct>): Promise<Standing> {
  const most = menu.items.length + menu.problems.length;
  const rows = await menu.original(Array.from({ length: most }, (_, index) => index));
  const read = new Set(menu.items.map(({ id }) => String(id)));
  const byLine = new Map<number, string>();
  const byIndex = new Map<number, string>();
  const unread = new Map<string, UnreadDish>();
  for (const { index, line, fields } of rows) {
    const cells = new Map(fields.map(([name, value]) => [name.trim(), value]));
    const id = textIn(cells.get('product_id') ?? cells.get('id'));
    if (id === undefined) continue;
    if (line !== undefined) byLine.set(line, id);
    byIndex.set(index, byIndex.get(index) ?? id);
    if (!read.has(id) && !unread.has(id)) unread.set(id, unreadDish(id, cells));
  }
  return {
    productOf: ({ line, field }) => {
      // A menu as JSON names the dish by its position: `products[3].price`, or `[3].price` in a bare list.
      const [, position] = /^(?:products)?\[(\d+)\]/.exec(field ?? '') ?? [];
      if (position !== undefined) return byIndex.get(Number(position));
      return line === undefined ? undefined : byLine.get(line);
    },
    unread: [...unread.values()],
  };
}

function unreadDish(id: string, cells: ReadonlyMap<string, unknown>): UnreadDish {
  return {
    id,
    name: textIn(cells.get('name')),
    description: textIn(cells.get('description')),
    price: textIn(cells.get('price')),
  };
}

function textIn(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
}
