import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
}

export interface Started {
  url: string;
  port: number;
  folder: string;
  close(): Promise<void>;
  /** A call with no credential at all. */
  plain(method: string, path: string, body?: unknown): Promise<Reply>;
  /** A call to the ordering API, logged in. */
  ordering(method: string, path: string, body?: unknown): Promise<Reply>;
  /** A call to the logistics API with its token. */
  logistics(method: string, path: string, body?: unknown): Promise<Reply>;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blink-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A simulator of its own for the test, on a free port. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<Started> {
  const folder = options.folder ?? temporaryFolder();
  const simulator = await startSimulator({ ...options, folder });
  onTestFinished(() => simulator.close());
  const send = (method: string, path: string, body?: unknown, token?: string) =>
    call(`${simulator.url}${path}`, method, body, token);
  let ordering: Promise<string> | undefined;
  const login = async () => {
    const account = options.account ?? { username: 'demo', password: 'demo' };
    const reply = await send('POST', '/interface/v1/login', account);
    return String(at(reply.body, 'access_token'));
  };
  return {
    ...simulator,
    folder,
    plain: send,
    async ordering(method, path, body) {
      ordering ??= login();
      return send(method, path, body, await ordering);
    },
    logistics: (method, path, body) => send(method, path, body, options.logisticsToken ?? 'demo'),
  };
}

/** One HTTP call. A text is sent as it is, anything else as JSON. */
export async function call(url: string, method: string, body?: unknown, token?: string): Promise<Reply> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers,
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** What stands at a dotted path of an answer. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );
}

/** One of the vendor's samples. */
export function sample(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../fixtures/vendor/${name}.json`, import.meta.url), 'utf8'));
}

/** A product as the tables ask for it, and nothing more. */
export function product(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    sku: `sku-${id}`,
    name: `Product ${id}`,
    is_active: true,
    price: 100,
    category: { id: 'c1', name: 'Pizza' },
    ...more,
  };
}

/** A product as `fetchMenu` answers it: the category in a list, the picture under a second name. */
export function asRead({ category, ...product }: Record<string, unknown>): Record<string, unknown> {
  return { ...product, category: [category], img_url: product.image ?? null };
}

/** A delivery as the tables ask for it, and nothing more. */
export function delivery(mappingKey: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    mappingKey,
    mappingCode: mappingKey,
    mappingBranchId: '12345',
    paymentType: 'COD',
    customerName: 'Test Customer',
    customerAddress: 'Tariq Road, PECHS Block 2',
    customerPhone: '923001234567',
    lat: '24.871641',
    lng: '67.059906',
    pickUpTime: '2024-06-06T03:29:15.000Z',
    deliveryTime: '2024-06-06T04:29:15.000Z',
    type: 1,
    ...more,
  };
}

export const invalidData = 'The given data was invalid.';
