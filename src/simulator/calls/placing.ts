import { messageOf } from '../../errors.ts';
import type { Simulator } from '../call.ts';
import { accept } from '../http/accept.ts';
import type { Answer } from '../http/answer.ts';
import { invalid, notKnown, refused } from '../http/laravel.ts';
import { type Line, randomBasket, wishedBasket } from '../samples/basket.ts';
import { anyBranch, type Kitchen, kitchenOf } from '../samples/kitchen.ts';
import { orderEvent } from '../samples/order.ts';
import { keyOf } from '../samples/order-numbers.ts';
import { generator, type Random } from '../samples/random.ts';
import type { OrdersState } from '../state/kept.ts';
import { OrderWishes } from './wishes.ts';

const firstId = 1_300_001;
const firstKey = 30_001;

/** Placed orders that are kept; older ones are forgotten. */
const mostKept = 1000;

/**
 * Places an order and tells the webhook of it. What the body does not say is made up: from the imported menu, or from
 * a small one of the simulator's own.
 */
export async function placeOrder(simulator: Simulator, body: unknown): Promise<Answer> {
  const checked = accept(OrderWishes, body);
  if ('refusal' in checked) return checked.refusal;
  const wishes = checked.value;
  const kitchen = kitchenOf(simulator.stores.menu.read().products);
  const now = simulator.clock();

  const { answer, told } = await simulator.stores.orders.change<Placed>((state) => {
    const number = nextNumber(state);
    const random = generator((simulator.seed ?? now) + number);
    const filled = fill(wishes, kitchen, random);
    if ('refusal' in filled) return { answer: { answer: filled.refusal } };
    const id = String(firstId + number);
    const key = keyOf(firstKey + number);
    const order = orderEvent({ id, key, ...filled, wishes, random, now, seed: simulator.seed });
    const placed = [...state.placed, order].slice(-mostKept);
    const answer = { answer: { status: 201, body: order }, told: order };
    return { answer, next: { placed, moved: movesOf(placed, state) } };
  });
  if (told !== undefined) simulator.tell({ kind: 'order', event: told });
  return answer;
}

/**
 * Places orders by itself, at even intervals.
 * @param onProblem told why when one could not be placed, for each reason once
 * @returns what ends it
 */
export function placeOrders(
  simulator: Simulator,
  perMinute: number,
  onProblem: (message: string) => void,
): () => void {
  const told = new Set<string>();
  const complain = (reason: string) => {
    if (!told.has(reason)) onProblem(reason);
    told.add(reason);
  };
  const timer = setInterval(() => {
    placeOrder(simulator, {}).then(
      ({ status, body }) => {
        if (status !== 201) complain(String(Object(body).message));
      },
      (error: unknown) => complain(messageOf(error)),
    );
  }, 60_000 / perMinute);
  return () => clearInterval(timer);
}

interface Placed {
  answer: Answer;
  told?: ReturnType<typeof orderEvent>;
}

function nextNumber({ placed }: OrdersState): number {
  const last = placed.at(-1);
  return last === undefined ? 0 : Number(last.blink_order_id) - firstId + 1;
}

/** The moves without those of orders that were forgotten. */
function movesOf(
  placed: OrdersState['placed'],
  { moved, placed: before }: OrdersState,
): OrdersState['moved'] {
  const kept = new Set(placed.map(({ blink_order_id }) => blink_order_id));
  const gone = new Set(before.map(({ blink_order_id }) => blink_order_id).filter((id) => !kept.has(id)));
  return moved.filter(({ id }) => !gone.has(id));
}

/** The branch that takes the order, and what is ordered there. */
function fill(
  { branch_id, products }: OrderWishes,
  kitchen: Kitchen,
  random: Random,
): { branch: string; lines: Line[] } | { refusal: Answer } {
  const branch = branch_id === undefined ? anyBranch(kitchen, random) : String(branch_id);
  const dishes = kitchen.dishesAt(branch);
  if (dishes.length === 0) {
    if (branch_id !== undefined) return { refusal: invalid([notKnown('branch_id')]) };
    return { refusal: refused(422, 'Blink simulator: nothing on the imported menu can be ordered') };
  }
  if (products === undefined) return { branch, lines: randomBasket(dishes, random) };
  const basket = wishedBasket(products, dishes, random);
  return 'errors' in basket ? { refusal: invalid(basket.errors) } : { branch, lines: basket.lines };
}
