import type { IncomingMessage } from 'node:http';
import { type Endpoint, endpoints, type WithBody } from '../../blink/endpoints.ts';
import type { Handler, Simulator } from '../call.ts';
import { listBranches, listCustomers } from '../calls/listings.ts';
import { login, opensLogistics, opensOrdering } from '../calls/login.ts';
import { fetchMenu, importMenu, listCategories } from '../calls/menu.ts';
import { syncOrderStatus } from '../calls/orders.ts';
import { syncStockAndPrice } from '../calls/stock.ts';
import { createTask, taskStatus, updateTask } from '../calls/tasks.ts';
import { accept } from './accept.ts';
import { type Answer, success } from './answer.ts';
import { readBody } from './body.ts';
import { invalid, methodNotAllowed, refused, required, unauthenticated } from './laravel.ts';

/** The calls that something is kept of, or made up for. Each other one is answered with its record's example. */
const handlers: ReadonlyMap<Endpoint, Handler> = new Map([
  withBody(endpoints.login, login),
  withBody(endpoints.importMenu, importMenu),
  withBody(endpoints.syncStockAndPrice, syncStockAndPrice),
  [endpoints.listBranches, listBranches],
  [endpoints.listCustomers, listCustomers],
  withBody(endpoints.syncOrderStatus, syncOrderStatus),
  [endpoints.listCategories, listCategories],
  [endpoints.fetchMenu, fetchMenu],
  withBody(endpoints.createTask, createTask),
  withBody(endpoints.updateTask, updateTask),
  [endpoints.taskStatus, taskStatus],
]);

function withBody<Request>(endpoint: WithBody<Request>, handler: Handler<Request>): [Endpoint, Handler] {
  return [
    endpoint,
    async (call) => {
      const checked = accept(await endpoint.request.schema(), call.body);
      return 'refusal' in checked ? checked.refusal : handler(call, checked.value);
    },
  ];
}

/** The answer to a call that nothing is kept of: the example of its record, once its body is checked. */
export async function exampleOf({ request, reply }: Endpoint, body: unknown): Promise<Answer> {
  const checked = request && accept(await request.schema(), body);
  if (checked !== undefined && 'refusal' in checked) return checked.refusal;
  return reply === undefined ? success(null) : { status: reply.status ?? 200, body: await reply.example() };
}

/** Finds who answers a request, looks at its credential, reads its body, and has it answered. */
export async function answerRequest(request: IncomingMessage, simulator: Simulator): Promise<Answer> {
  const method = request.method ?? 'GET';
  const { path, query } = targetOf(request);
  if (isOwn(path)) {
    const { answerOwn } = await import('../calls/own.ts');
    return answerOwn(request, { simulator, path, query });
  }
  const here = Object.values<Endpoint>(endpoints).filter((endpoint) => endpoint.path === path);
  if (here.length === 0) return refused(404, `Blink simulator: no such route: ${path}`);
  const found = here.find((endpoint) => methodsOf(endpoint).includes(method));
  if (found === undefined) {
    return methodNotAllowed(method, path, here.flatMap(methodsOf));
  }
  if (!isOpenTo(found, request.headers.authorization, simulator)) return unauthenticated;
  const read = await readBody(request);
  if ('refusal' in read) return read.refusal;
  const missing = Object.entries(found.query ?? {}).filter(
    ([name, parameter]) => parameter.required && (query.get(name) ?? '').trim() === '',
  );
  if (missing.length > 0) return invalid(missing.map(([name]) => required(name)));
  const { body } = read;
  return handlers.get(found)?.({ simulator, path, query, body }, undefined) ?? exampleOf(found, body);
}

/** Whether a path is the simulator's own, which Blink has not. */
export function isOwn(path: string): boolean {
  return path === '/openapi.json' || path.startsWith('/simulator/');
}

/** The methods that an endpoint is called with. */
export function methodsOf({ method, otherMethod }: Endpoint): string[] {
  return otherMethod === undefined ? [method] : [method, otherMethod];
}

/** The path and query of a request. What is no URL at all becomes a path that no route has. */
export function targetOf({ url = '' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const base = 'http://simulator';
  if (!URL.canParse(url, base)) return { path: url, query: new URLSearchParams() };
  const { pathname, searchParams } = new URL(url, base);
  return { path: pathname, query: searchParams };
}

function isOpenTo(
  { open, service }: Endpoint,
  authorization: string | undefined,
  simulator: Simulator,
): boolean {
  if (open) return true;
  const opens = service === 'ordering' ? opensOrdering : opensLogistics;
  return opens(authorization, simulator);
}
