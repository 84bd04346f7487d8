import { parse } from '../contract/check.ts';
import { OrderStatusUpdate, orderStates } from '../contract/order.ts';
import { type Answer, type Call, success } from './call.ts';
import { fieldErrors, invalid, notKnown } from './laravel.ts';
import { type SeedOrder, seedOrder } from './seed/orders.ts';

const [pending, accepted, dispatched, delivered, rejected] = [0, 1, 2, 3, 4];

/** Where an order may go from each state, beside staying. Nothing leads back; two states are final. */
const moves: ReadonlyMap<number, readonly number[]> = new Map([
  [pending, [accepted, rejected]],
  [accepted, [dispatched, delivered, rejected]],
  [dispatched, [delivered, rejected]],
]);

/** `POST /interface/v1/syncOrderStatus`: moves one order. Naming the state it is in already changes nothing. */
export async function syncOrderStatus({ body, simulator }: Call): Promise<Answer> {
  const checked = parse(OrderStatusUpdate, body);
  if ('issues' in checked) return invalid(fieldErrors(checked.issues, body));
  const { status } = checked.value;
  const id = String(checked.value.blink_order_id);
  const comment = checked.value.comment ?? null;
  const order = seedOrder(id);
  if (order === undefined) return invalid([notKnown('blink_order_id')]);

  return simulator.stores.orders.change(({ moved }) => {
    const current = moved.find((other) => other.id === id) ?? { id, status: order.status, comment: null };
    if (current.status === status) return { answer: stateOf(order, current) };
    if (!moves.get(current.status)?.includes(status)) {
      const message = `The order ${id} is ${orderStates[current.status]}: the simulator does not move it to ${orderStates[status]}.`;
      return { answer: invalid([['status', message]]) };
    }
    const next = { id, status, comment };
    return {
      answer: stateOf(order, next),
      next: { moved: [...moved.filter((other) => other.id !== id), next] },
    };
  });
}

function stateOf({ id, key }: SeedOrder, { status, comment }: { status: number; comment: string | null }) {
  return success({ blink_order_id: id, order_key: key, status, statusText: orderStates[status], comment });
}
