import type { IncomingMessage } from 'node:http';
import { type Endpoint, endpoints } from '../blink/endpoints.ts';
import type { Answer } from './answer.ts';
import { readBody } from './body.ts';
import type { Handler, Simulator } from './call.ts';
import { methodNotAllowed, refused, unauthenticated } from './laravel.ts';
import { listBranches, listCustomers } from './listings.ts';
import { login, opensLogistics, opensOrdering } from './login.ts';
import { fetchMenu, importMenu, listCategories } from './menu.ts';
import { syncOrderStatus } from './orders.ts';
import { syncStockAndPrice } from './stock.ts';
import { createTask, taskStatus, updateTask } from './tasks.ts';

interface Route {
  endpoint: Endpoint;
  methods: readonly string[];
  handler: Handler;
}

export const routes: readonly Route[] = [
  route(endpoints.login, login),
  route(endpoints.importMenu, importMenu),
  route(endpoints.syncStockAndPrice, syncStockAndPrice),
  route(endpoints.branches, listBranches),
  route(endpoints.customers, listCustomers),
  route(endpoints.syncOrderStatus, syncOrderStatus),
  route(endpoints.createTask, createTask),
  route(endpoints.updateTask, updateTask),
  route(endpoints.taskStatus, taskStatus),
  // Seen in public integrations only: the vendor's pages don't have these two, so the contract doesn't.
  route(
    { service: 'ordering', method: 'GET', path: '/interface/v1/categories', repeat: 'read' },
    listCategories,
  ),
  route({ service: 'ordering', method: 'GET', path: '/interface/v1/fetchMenu', repeat: 'read' }, fetchMenu),
];

/** Finds who answers a request, looks at its credential, reads its body, and has it answered. */
export async function answerRequest(request: IncomingMessage, simulator: Simulator): Promise<Answer> {
  const method = request.method ?? 'GET';
  const { path, query } = targetOf(request);
  if (isOwn(path)) {
    const { answerOwn } = await import('./own.ts');
    return answerOwn(request, { simulator, path, query });
  }
  const here = routes.filter(({ endpoint }) => endpoint.path === path);
  if (here.length === 0) return refused(404, `Blink simulator: no such route: ${path}`);
  const found = here.find(({ methods }) => methods.includes(method));
  if (found === undefined) {
    return methodNotAllowed(
      method,
      path,
      here.flatMap(({ methods }) => methods),
    );
  }
  if (!isOpenTo(found.endpoint, request.headers.authorization, simulator)) return unauthenticated;
  const read = await readBody(request);
  if ('refusal' in read) return read.refusal;
  return found.handler({ simulator, path, query, body: read.body });
}

/** Whether a path is the simulator's own, which Blink has not. */
export function isOwn(path: string): boolean {
  return path === '/openapi.json' || path.startsWith('/simulator/');
}

function route(endpoint: Endpoint, handler: Handler): Route {
  const { method, otherMethod } = endpoint;
  return { endpoint, handler, methods: otherMethod === undefined ? [method] : [method, otherMethod] };
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
