import { ask } from './ask.ts';
import type { CallOptions, Client } from './client.ts';
import type { CustomersPage } from './contract/account.ts';
import { endpoints } from './endpoints.ts';
import { BlinkError } from './error.ts';

/**
 * One page of the customers.
 * @param page from 1. `last_page` of the answer says where the list ends; its `total` is not reliable.
 * @throws {BlinkError}
 */
export async function customersOn(
  client: Client,
  page: number,
  { signal, patience }: Pick<CallOptions, 'signal' | 'patience'> = {},
): Promise<CustomersPage> {
  const { data } = await ask(client, endpoints.listCustomers, { query: { page }, signal, patience });
  if (data.current_page === page) return data;
  // Taken for the page asked for, it would be listed twice, and another one never.
  throw new BlinkError(
    'unreadable',
    `The server was asked for page ${page} and gave page ${data.current_page}.`,
    { effect: 'none', reason: 'page_unexpected' },
  );
}
