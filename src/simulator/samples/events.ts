import type { OrderEvent, OrderStatusEvent } from '../../blink/contract/order.ts';
import type { TaskEvent, TaskEventId } from '../../blink/contract/task.ts';
import { stateEvent } from '../calls/orders.ts';
import { taskEvent } from '../tasks/event.ts';
import { randomBasket } from './basket.ts';
import { anyBranch, kitchenOf } from './kitchen.ts';
import { orderEvent } from './order.ts';
import { keyOf, madeUp } from './order-numbers.ts';
import type { Random } from './random.ts';

/** What the simulator sells while no menu is imported. */
const kitchen = kitchenOf([]);

const accepted = 1;
const firstTask = 10_001;

/**
 * An order as Blink posts it ("Order Webhook"), from the simulator's own menu. The simulator knows its number.
 * @param number counts samples; each order has a number of its own
 * @param now milliseconds since 1970, when it is placed
 */
export function sampleOrder(random: Random, number: number, now: number): OrderEvent {
  const branch = anyBranch(kitchen, random);
  const lines = randomBasket(kitchen.dishesAt(branch), random);
  const key = keyOf(number % madeUp.count);
  return orderEvent({ id: idOf(number), key, branch, lines, wishes: {}, random, now, seed: undefined });
}

/** A change of an order's state ("Order Status Webhook"). */
export function sampleOrderStatus(random: Random, number: number): OrderStatusEvent {
  return stateEvent({
    id: idOf(number),
    branch: anyBranch(kitchen, random),
    status: accepted,
    comment: null,
  });
}

/** A change of a delivery task, in the shape of the logistics page: where nobody carries it, the rider is blank. */
export function sampleTask(number: number, event: TaskEventId): TaskEvent {
  const { data, ...head } = taskEvent({ taskId: `KHIAB-${firstTask + number}`, fields: { type: 1 } }, event);
  return { ...head, data: { ...data, agent: data.agent ?? { name: '', contact: '' } } };
}

function idOf(number: number): string {
  return String(madeUp.first + (number % madeUp.count));
}
