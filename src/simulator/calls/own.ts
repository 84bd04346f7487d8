import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { text } from '../../blink/contract/fields.ts';
import { OrderStatusUpdate, orderStates } from '../../blink/contract/order.ts';
import type { Call } from '../call.ts';
import { changeFaults, showFaults } from '../faults/calls.ts';
import { accept } from '../http/accept.ts';
import { type Answer, success } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import { methodNotAllowed, refused, unauthenticated } from '../http/laravel.ts';
import { mayAdminister } from '../http/local-caller.ts';
import { seedOrders } from '../samples/order-numbers.ts';
import { menuKind, ordersKind, tasksKind } from '../state/kept.ts';
import { orderStateOf, syncOrderStatus } from './orders.ts';
import { placeOrder } from './placing.ts';
import { cancelTask } from './tasks.ts';

/*
 * The calls that Blink has not: they make things happen that customers, riders and Blink's portal make happen there.
 */

/** `id` is what stands in the place of `*` in the path. */
type OwnHandler = (call: Call, id: string) => Answer | Promise<Answer>;

interface OwnRoute {
  method: string;
  path: string;
  handler: OwnHandler;
}

export const ownRoutes: readonly OwnRoute[] = [
  { method: 'GET', path: '/openapi.json', handler: describe },
  { method: 'GET', path: '/simulator/orders', handler: listOrders },
  {
    method: 'POST',
    path: '/simulator/orders',
    handler: ({ body, simulator }) => placeOrder(simulator, body),
  },
  { method: 'POST', path: '/simulator/orders/*/status', handler: moveOrder },
  { method: 'POST', path: '/simulator/tasks/*/cancel', handler: cancel },
  { method: 'GET', path: '/simulator/requests', handler: listRequests },
  { method: 'GET', path: '/simulator/faults', handler: showFaults },
  { method: 'PATCH', path: '/simulator/faults', handler: changeFaults },
  { method: 'POST', path: '/simulator/reset', handler: reset },
];

/** Answers one of the simulator's own calls. */
export async function answerOwn(
  request: IncomingMessage,
  { path, ...rest }: Omit<Call, 'body'>,
): Promise<Answer> {
  const method = request.method ?? 'GET';
  const here = ownRoutes.filter((route) => idIn(path, route.path) !== undefined);
  if (here.length === 0) return refused(404, `Blink simulator: no such route: ${path}`);
  const found = here.find((route) => route.method === method);
  if (found === undefined) {
    const allowed = here.map((route) => route.method);
    return methodNotAllowed(method, path, allowed);
  }
  if (found.handler !== describe && !mayAdminister(request, rest.simulator)) return unauthenticated;
  const read = await readBody(request);
  if ('refusal' in read) return read.refusal;
  return found.handler({ ...rest, path, body: read.body }, idIn(path, found.path) ?? '');
}

/** What stands in a path where a pattern has `*`: empty where it has none, undefined where the path is another. */
function idIn(path: string, pattern: string): string | undefined {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return path === pattern ? '' : undefined;
  const id = path.slice(before.length, path.length - after.length);
  const fits = path.startsWith(before) && path.endsWith(after) && id !== '' && !id.includes('/');
  return fits ? decoded(id) : undefined;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

async function describe({ simulator }: Call): Promise<Answer> {
  const { default: document } = await import('../../../docs/openapi.json', { with: { type: 'json' } });
  const servers = [{ url: simulator.url, description: 'This simulator' }];
  return { status: 200, body: { ...document, servers } };
}

/** All orders with their states, the latest first. `order` is null for those that were never placed. */
function listOrders({ simulator }: Call): Answer {
  const state = simulator.stores.orders.read();
  const placed = new Map(state.placed.map((order) => [order.blink_order_id, order]));
  const ids = [...[...placed.keys()].reverse(), ...seedOrders.map(({ id }) => id)];
  const rows = ids.flatMap((id) => {
    const order = orderStateOf(state, id);
    if (order === undefined) return [];
    const { key: order_key, branch: branch_id, status, comment } = order;
    const statusText = orderStates[status];
    return [
      {
        blink_order_id: id,
        order_key,
        branch_id,
        status,
        statusText,
        comment,
        order: placed.get(id) ?? null,
      },
    ];
  });
  return success(rows);
}

/** The same as syncOrderStatus, as if the shop had done it in Blink's portal. */
async function moveOrder(call: Call, id: string): Promise<Answer> {
  const checked = accept(OrderStatusUpdate, { ...call.body, blink_order_id: id });
  return 'refusal' in checked ? checked.refusal : syncOrderStatus(call, checked.value);
}

export const Cancellation = v.looseObject({ reason: v.optional(text, 'Cancelled (simulator)') });

async function cancel({ body, simulator }: Call, id: string): Promise<Answer> {
  const checked = accept(Cancellation, body);
  if ('refusal' in checked) return checked.refusal;
  return cancelTask(simulator, id, checked.value.reason);
}

function listRequests({ simulator }: Call): Answer {
  return success(
    simulator.requests.map(({ at, ms, ...entry }) => {
      return { time: new Date(at).toISOString(), ...entry, ms: Math.round(ms * 10) / 10 };
    }),
  );
}

/** Menu, orders and tasks begin afresh, and the list of requests. Logins and faults stay. */
async function reset({ simulator }: Call): Promise<Answer> {
  const { menu, orders, tasks } = simulator.stores;
  await Promise.all([
    menu.change(() => ({ answer: undefined, next: menuKind.empty })),
    orders.change(() => ({ answer: undefined, next: ordersKind.empty })),
    tasks.change(() => ({ answer: undefined, next: tasksKind.empty })),
  ]);
  simulator.requests.length = 0;
  return success({ reset: true });
}
