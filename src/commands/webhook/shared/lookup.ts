import { CliError } from '../../../errors.ts';
import { stateOf } from '../../../inbox/delivery.ts';
import type { Found, Inbox } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import { openInbox } from '../../shared/webhook-inbox.ts';
import { select } from './selection.ts';

/**
 * Finds what a text names: the event of an id, or all events about an order or a task, by Blink's id or by the number
 * that the customer knows.
 * @throws CliError `usage` when there is none
 */
export async function lookUp(context: Context, name: string): Promise<Found[]> {
  const inbox = await openInbox(context);
  const one = await findById(inbox, name);
  if (one !== undefined) return [one];
  const keys = [name];
  for await (const { event } of inbox.read({ kinds: ['order'], number: name })) {
    if (event.key !== null) keys.push(event.key);
  }
  const found: Found[] = [];
  for await (const about of select(context, {}, { keys })) found.push(about);
  if (found.length > 0) return found;
  throw new CliError('usage', `The inbox has no event, order or task "${name}".`, {
    hint: '"blink webhook inbox list" shows what there is; each environment and profile has an inbox of its own.',
  });
}

async function findById(inbox: Inbox, id: string): Promise<Found | undefined> {
  const event = await inbox.get(id);
  if (event === undefined) return undefined;
  const deliveries = (await inbox.states([id])).get(id) ?? [];
  return { event, deliveries, state: stateOf(event, deliveries) };
}
