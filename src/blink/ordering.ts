import { replyOf } from './answers/reply.ts';
import type { Client } from './client.ts';
import {
  type Branch,
  BranchesRead,
  type CustomersPage,
  CustomersRead,
  LoginRead,
  type LoginRequest,
} from './contract/account.ts';
import { parse } from './contract/check.ts';
import type { MenuProduct } from './contract/menu.ts';
import type { OrderStatusUpdate } from './contract/order.ts';
import type { StockProduct } from './contract/stock.ts';
import { endpoints } from './endpoints.ts';
import { BlinkError } from './error.ts';
import type { Patience } from './retry/patience.ts';
import { type StockQuantityKey, withStockKey } from './stock-key.ts';

// The ordering service. Every function throws an `BlinkError` when the call does not end well:
// also when a signal ends it.

export interface OrderingOptions {
  signal?: AbortSignal | undefined;
  /** Of the run that the call is part of. */
  patience?: Patience | undefined;
}

export interface ProductOptions extends OrderingOptions {
  /** The key that stock is written under; `stock_quantity` if not given. */
  stockQuantityKey?: StockQuantityKey | undefined;
}

export interface ProductsBody {
  products: readonly object[];
}

/**
 * Vendor page "Authorization API": exchanges a user name and password for a token.
 * @throws {BlinkError} `credentials` when they are not accepted.
 */
export async function login(
  client: Client,
  { username, password }: LoginRequest,
  { signal, patience }: OrderingOptions = {},
): Promise<string> {
  const body = { username, password };
  const call = client.call(endpoints.login, { body, signal, patience, secrets: [password] });
  const reply = parse(LoginRead, await call.catch((error) => Promise.reject(loginError(error))));
  if ('value' in reply) return reply.value.access_token;
  throw notAccepted('The server gave no token for it.');
}

/**
 * Vendor page "Menu Sync API": adds, changes and removes products of the menu. Prices in rupees.
 * @returns the answer, whose shape the vendor's page does not give.
 */
export async function importMenu(
  client: Client,
  products: readonly MenuProduct[],
  { signal, patience, stockQuantityKey }: ProductOptions = {},
): Promise<unknown> {
  return client.call(endpoints.importMenu, { body: menuBody(products, stockQuantityKey), signal, patience });
}

/** The body that `importMenu` sends. */
export function menuBody(products: readonly MenuProduct[], stockQuantityKey?: StockQuantityKey) {
  return { products: withStockKey(products, stockQuantityKey) };
}

/**
 * Vendor page "Stock Sync API": sets stock and prices of products that are on the menu. Prices in rupees.
 * @returns the answer, whose shape the vendor's page does not give.
 */
export async function syncStockAndPrice(
  client: Client,
  products: readonly StockProduct[],
  { signal, patience, stockQuantityKey }: ProductOptions = {},
): Promise<unknown> {
  return client.call(endpoints.syncStockAndPrice, {
    body: stockBody(products, stockQuantityKey),
    signal,
    patience,
  });
}

/** The body that `syncStockAndPrice` sends, for those who only want to see it. */
export function stockBody(products: readonly StockProduct[], key?: StockQuantityKey): ProductsBody {
  return { products: withStockKey(products, key) };
}

/** Vendor page "Branches" ("fetch all branches from blink's system"). */
export async function branches(
  client: Client,
  { signal, patience }: OrderingOptions = {},
): Promise<Branch[]> {
  const reply = await client.call(endpoints.branches, { signal, patience });
  return replyOf(BranchesRead, endpoints.branches, reply).data;
}

/**
 * Vendor page "Customers" ("fetch all customers from blink's system"): one page of them.
 * @param page from 1. `last_page` of the answer says where the list ends; its `total` is not reliable.
 */
export async function customers(
  client: Client,
  page: number,
  { signal, patience }: OrderingOptions = {},
): Promise<CustomersPage> {
  const reply = await client.call(endpoints.customers, { query: { page }, signal, patience });
  const { data } = replyOf(CustomersRead, endpoints.customers, reply);
  if (data.current_page === page) return data;
  // Taken for the page asked for, it would be listed twice, and another one never.
  throw new BlinkError(
    'unreadable',
    `The server was asked for page ${page} and gave page ${data.current_page}.`,
    { effect: 'none', reason: 'page_unexpected' },
  );
}

/**
 * Vendor page "Order Status API": tells Blink how far an order is.
 * @returns the answer, whose shape the vendor's page does not give.
 */
export async function syncOrderStatus(
  client: Client,
  update: OrderStatusUpdate,
  { signal, patience }: OrderingOptions = {},
): Promise<unknown> {
  return client.call(endpoints.syncOrderStatus, { body: update, signal, patience });
}

/** The vendor's page promises "an error message" without saying how, so every refusal is one of the credentials. */
function loginError(error: unknown): unknown {
  if (!(error instanceof BlinkError)) return error;
  const refused = error.kind === 'refused' && [200, 201, 400, 422].includes(error.status ?? 0);
  return refused || error.kind === 'credentials' ? notAccepted(error.message, error) : error;
}

function notAccepted(why: string, cause?: BlinkError): BlinkError {
  return new BlinkError('credentials', `The user name or password was not accepted. ${why}`, {
    reason: 'login_refused',
    status: cause?.status,
    cause,
  });
}
