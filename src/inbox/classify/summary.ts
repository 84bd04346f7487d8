import type { Recognised } from '../../blink/contract/event.ts';
import { numberOf } from '../../blink/contract/lenient.ts';
import type { OrderRead } from '../../blink/contract/order.ts';
import type { Summary } from '../event.ts';

/** What a person wants to know of an event at a glance. Texts without end are cut: all of them is in the body. */
export function summaryOf(found: Recognised): Summary {
  if (found.kind === 'order') return summaryOfOrder(found.event);
  if (found.kind === 'order-status') {
    const { status, statusText, comment } = found.event;
    return { status, statusText: brief(statusText), comment: brief(comment) };
  }
  const { event, data } = found.event;
  const rider = [data.agent?.name, data.agent?.contact].filter(Boolean).join(' ');
  return { taskEvent: brief(event), rider: brief(rider), reason: brief(data.reason) };
}

function summaryOfOrder(order: OrderRead): Summary {
  const { order_key, type, channel, customer_name, total_price, due_at } = order;
  return {
    number: brief(order_key),
    type: brief(type),
    channel: brief(channel),
    customer: brief(customer_name),
    items: String(countItems(order)),
    total: brief(String(total_price ?? '')),
    due: brief(due_at),
  };
}

/** How many dishes an order has, each as often as it was ordered; once where that is not said in a number. */
function countItems({ products }: OrderRead): number {
  return products.reduce((sum, { quantity }) => sum + (numberOf(quantity) ?? 1), 0);
}

const longest = 500;

function brief(text: string | undefined): string | undefined {
  return text?.slice(0, longest);
}
