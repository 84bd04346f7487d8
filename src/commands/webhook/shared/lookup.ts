import { CliError } from '../../../errors.ts';
import { eventIn } from '../../../inbox/receive/body.ts';
import type { Context } from '../../../session/context.ts';
import { type Found, select } from './selection.ts';

/**
 * Finds what a text names: the event of an id, or all events about an order or a task, by Blink's id or by the number
 * that the customer knows.
 * @throws CliError `usage` when there is none
 */
export async function lookUp(context: Context, name: string): Promise<Found[]> {
  const found: Found[] = [];
  const keys = new Set<string>();
  for await (const one of select(context, {})) {
    const { id, key } = one.event;
    if (id === name) return [one];
    if (key === null) continue;
    if (key === name || isNumberOf(one, name)) keys.add(key);
    // States that came before their order are rare, and those of other orders are let go here.
    if (keys.has(key)) found.push(one);
  }
  if (found.length > 0) return found;
  throw new CliError('usage', `The inbox has no event, order or task "${name}".`, {
    hint: '"blink webhook inbox list" shows what there is; each environment and profile has an inbox of its own.',
  });
}

function isNumberOf({ event }: Found, name: string): boolean {
  if (event.kind !== 'order') return false;
  const order = eventIn(event);
  return order?.kind === 'order' && order.event.order_key?.toLowerCase() === name.toLowerCase();
}
