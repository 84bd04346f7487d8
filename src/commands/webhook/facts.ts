import type { OrderEvent } from '../../contract/order.ts';
import type { StoredEvent } from '../../webhook/inbox.ts';
import { readEventJson } from '../../webhook/classify.ts';
import { type Recognised, recognise } from '../../webhook/recognise.ts';

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
      remember(numbers, found.key, found.event.order_key);
      return { ...factsOf(found.event), branch };
    }
    const order = numbers.get(event.key ?? '') ?? event.key ?? '';
    return { ...blank, order, branch, ...changeOf(event, found) };
  };
}

/** The event in a stored body; undefined for what was put aside. */
export function eventIn({ kind, body }: StoredEvent): Recognised | undefined {
  const read = kind === 'unknown' ? undefined : readEventJson(body);
  return read !== undefined && 'value' in read ? recognise(read.value) : undefined;
}

/** How many dishes an order has, each as often as it was ordered. */
export function countItems({ products }: OrderEvent): number {
  return products.reduce((sum, { quantity }) => sum + quantity, 0);
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

function factsOf(order: OrderEvent): Omit<Facts, 'branch'> {
  const { order_key, type, channel, customer_name, total_price, due_at } = order;
  return {
    order: order_key,
    type,
    channel,
    customer: customer_name ?? '',
    items: String(countItems(order)),
    total: total_price === null || total_price === undefined ? '' : String(total_price),
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
