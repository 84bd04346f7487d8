import { type OrderStatusEvent, type OrderStatusUpdate, orderStates } from '../../blink/contract/order.ts';
import type { Call } from '../call.ts';
import { type Answer, success } from '../http/answer.ts';
import { invalid, notKnown } from '../http/laravel.ts';
import { seedBranch, seedOrder } from '../samples/order-numbers.ts';
import type { OrdersState } from '../state/kept.ts';

const [pending, accepted, dispatched, delivered, rejected] = [0, 1, 2, 3, 4];

/** Where an order may go from each state, beside staying. Nothing leads back; two states are final. */
const moves: ReadonlyMap<number, readonly number[]> = new Map([
  [pending, [accepted, rejected]],
  [accepted, [dispatched, delivered, rejected]],
  [dispatched, [delivered, rejected]],
]);

/** An order as far as its state goes. */
export interface OrderState {
  id: string;
  key: string;
  branch: string;
  /** Blink's number of the state, 0 to 4. */
  status: number;
  comment: string | null;
}

/** `POST /interface/v1/syncOrderStatus`: moves one order. Naming the state it is in already changes nothing. */
export async function syncOrderStatus(
  { simulator }: Call,
  { blink_order_id, status, comment = null }: OrderStatusUpdate,
): Promise<Answer> {
  const id = String(blink_order_id);

  const { answer, told } = await simulator.stores.orders.change<Moved>((state) => {
    const order = orderStateOf(state, id);
    if (order === undefined) return { answer: { answer: invalid([notKnown('blink_order_id')]) } };
    if (order.status === status) return { answer: { answer: answerOf(order) } };
    if (!moves.get(order.status)?.includes(status)) {
      const message = `The order ${id} is ${orderStates[order.status]}: the simulator does not move it to ${orderStates[status]}.`;
      return { answer: { answer: invalid([['status', message]]) } };
    }
    const next = { ...order, status, comment };
    const moved = [...state.moved.filter((other) => other.id !== id), { id, status, comment }];
    return { answer: { answer: answerOf(next), told: stateEvent(next) }, next: { ...state, moved } };
  });
  if (told !== undefined) simulator.tell({ kind: 'order-status', event: told });
  return answer;
}

/** Where an order stands; undefined when there is none. */
export function orderStateOf({ moved, placed }: OrdersState, id: string): OrderState | undefined {
  const seed = seedOrder(id);
  const order = placed.find((other) => other.blink_order_id === id);
  const key = order?.order_key ?? seed?.key;
  if (key === undefined) return undefined;
  const { status = seed?.status ?? pending, comment = null } = moved.find((other) => other.id === id) ?? {};
  return { id, key, branch: order?.branch_id ?? seedBranch, status, comment };
}

/** An answer, and what the webhooks are told because of it. */
interface Moved {
  answer: Answer;
  told?: OrderStatusEvent;
}

function answerOf({ id, key, status, comment }: OrderState): Answer {
  return success({ blink_order_id: id, order_key: key, status, statusText: orderStates[status], comment });
}

/** A change of an order's state as Blink posts it. */
export function stateEvent({ id, branch, status, comment }: Omit<OrderState, 'key'>): OrderStatusEvent {
  return {
    blink_order_id: id,
    branch_id: branch,
    status,
    statusText: orderStates[status] ?? '',
    comment: comment ?? '',
  };
}
