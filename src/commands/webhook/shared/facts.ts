import type { Recognised } from '../../../blink/contract/event.ts';
import { numberOf } from '../../../blink/contract/lenient.ts';
import type { OrderRead } from '../../../blink/contract/order.ts';
import { eventIn } from '../../../inbox/receive/body.ts';
import type { StoredEvent } from '../../../inbox/store/inbox.ts';

/** What a person wants to know of an event at a glance. Whatever is not known is blank. */
export interface Facts {
  /** The number that the customer and the kitchen know the order by, else Blink's id. */
  order: string;
  /** Of an order its type, of a state the state. */
  type: string;
  channel: string;
  branch: string;
  customer: string;
  items: string;
  total: string;
  due: string;
}

/** Reads the facts of events, in their order: a state names the order as the order did that came before it. */
export function factReader(codeOf: (branchId: string) => string): (event: StoredEvent) => Facts {
  const numbers = new Map<string, string>();

  return (event) => {
    const branch = event.branch === null ? '' : codeOf(event.branch);
    const found = eventIn(event);
    if (found?.kind === 'order') {
      const order = found.event.order_key ?? found.key;
      remember(numbers, found.key, order);
      return { ...factsOf(found.event), order, branch };
    }
    const order = numbers.get(event.key ?? '') ?? event.key ?? '';
    return { ...blank, order, branch, ...changeOf(event, found) };
  };
}

/** How many dishes an order has, each as often as it was ordered; once where that is not said in a number. */
export function countItems({ products }: OrderRead): number {
  return products.reduce((sum, { quantity }) => sum + (numberOf(quantity) ?? 1), 0);
}

const blank: Facts = {
  order: '',
  type: '',
  channel: '',
  branch: '',
  customer: '',
  items: '',
  total: '',
  due: '',
};

/** More orders than are open at any time; older ones are named by Blink's id. */
const mostNumbers = 5000;

function remember(numbers: Map<string, string>, id: string, number: string): void {
  numbers.set(id, number);
  const [oldest] = numbers.keys();
  if (numbers.size > mostNumbers && oldest !== undefined) numbers.delete(oldest);
}

function factsOf(order: OrderRead): Omit<Facts, 'branch' | 'order'> {
  const { type, channel, customer_name, total_price, due_at } = order;
  return {
    type: type ?? '',
    channel: channel ?? '',
    customer: customer_name ?? '',
    items: String(countItems(order)),
    total: String(total_price ?? ''),
    // It carries no time zone, so it is shown as Blink wrote it, without the seconds.
    due: (due_at ?? '').replace(/:\d\d$/, ''),
  };
}

/** What changed: a state or a task's event stands in place of the type, what is said about it in place of the customer. */
function changeOf({ why }: StoredEvent, found: Recognised | undefined): Partial<Facts> {
  if (found?.kind === 'order-status') {
    return { type: found.event.statusText, customer: found.event.comment ?? '' };
  }
  if (found?.kind !== 'task') return { type: 'put aside', customer: why ?? '' };
  const { event, data } = found.event;
  const rider = [data.agent?.name, data.agent?.contact].filter(Boolean).join(' ');
  return {
    type: event.replace(/^TASK_/, ''),
    channel: 'task',
    customer: [rider, data.reason].filter(Boolean).join(', '),
  };
}
