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
  const known = menu.asFarAsRead();
  const ids = known.map(({ id }) => textIn(id));
  const byLine = new Map<number, string>();
  const cells = new Map<string, ReadonlyMap<string, unknown>>();
  for (const { index, line, fields } of await menu.original([...known.keys()])) {
    const id = ids[index];
    if (id === undefined) continue;
    if (line !== undefined) byLine.set(line, id);
    if (!cells.has(id)) cells.set(id, new Map(fields.map(([name, value]) => [name.trim(), value])));
  }
  const read = new Set(menu.items.map(({ id }) => String(id)));
  const unread = new Map<string, UnreadDish>();
  ids.forEach((id, index) => {
    if (id === undefined || read.has(id) || unread.has(id)) return;
    unread.set(id, unreadDish(id, known[index] ?? {}, cells.get(id)));
  });
  return {
    productOf: ({ line, field }) => {
      // A menu as JSON names the dish by its position: `products[3].price`, or `[3].price` in a bare list.
      const [, position] = /^(?:products)?\[(\d+)\]/.exec(field ?? '') ?? [];
      if (position !== undefined) return ids[Number(position)];
      return line === undefined ? undefined : byLine.get(line);
    },
    unread: [...unread.values()],
  };
}

/** What could be read of a dish; where a cell was refused, what stands in it. */
function unreadDish(
  id: string,
  known: Readonly<Record<string, unknown>>,
  cells: ReadonlyMap<string, unknown> | undefined,
): UnreadDish {
  const field = (name: string) => textIn(known[name]) ?? textIn(cells?.get(name));
  return { id, name: field('name'), description: field('description'), price: field('price') };
}

function textIn(value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
}
