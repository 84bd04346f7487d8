import type { StoredEvent, Summary } from '../../../inbox/event.ts';

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
    const { kind, key, summary } = event;
    if (kind === 'order' && key !== null && summary !== undefined) {
      const order = summary.number ?? key;
      remember(numbers, key, order);
      return { ...blank, ...factsOfOrder(summary), order, branch };
    }
    const order = numbers.get(key ?? '') ?? key ?? '';
    return { ...blank, order, branch, ...changeOf(event) };
  };
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

function factsOfOrder({ type, channel, customer, items, total, due }: Summary): Partial<Facts> {
  return {
    type: type ?? '',
    channel: channel ?? '',
    customer: customer ?? '',
    items: items ?? '',
    total: total ?? '',
    // It carries no time zone, so it is shown as Blink wrote it, without the seconds.
    due: (due ?? '').replace(/:\d\d$/, ''),
  };
}

/** What changed: a state or a task's event stands in place of the type, what is said about it in place of the customer. */
function changeOf({ kind, why, summary = {} }: StoredEvent): Partial<Facts> {
  if (kind === 'order-status') return { type: summary.statusText ?? '', customer: summary.comment ?? '' };
  if (kind !== 'task') return { type: 'put aside', customer: why ?? '' };
  return {
    type: (summary.taskEvent ?? '').replace(/^TASK_/, ''),
    channel: 'task',
    customer: [summary.rider, summary.reason].filter(Boolean).join(', '),
  };
}
