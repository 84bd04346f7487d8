import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readLedger } from '../../src/ledger/ledger.ts';
import { home } from '../front-door.ts';
import type { Received } from '../server.ts';

interface Product {
  id: string;
  price: number;
}

/** The products of a request. */
export const productsIn = ({ body }: Pick<Received, 'body'>): Product[] => JSON.parse(body).products;

/** A stock file of so many products, in a home of its own, and the account to send it with. */
export async function stockFile(
  count: number,
  url: string,
): Promise<{ env: NodeJS.ProcessEnv; file: string }> {
  const env: NodeJS.ProcessEnv = {
    ...home(),
    BLINK_ENV: 'sandbox',
    BLINK_TOKEN: 'token-1',
    BLINK_API_URL: url,
  };
  const file = join(env.HOME ?? '', 'stock.csv');
  const rows = Array.from({ length: count }, (_, i) => `p${i},${100 + i},0\n`);
  await writeFile(file, `product_id,price,discount_price\n${rows.join('')}`);
  return { env, file };
}

const own = ({ BLINK_STATE_DIR = '' }: NodeJS.ProcessEnv) => join(BLINK_STATE_DIR, 'default', 'sandbox');

/** The ids that the ledger shows as confirmed. */
export function confirmedIn(env: NodeJS.ProcessEnv): string[] {
  const { state, damages } = readLedger(own(env), 'catalog');
  expect(damages).toEqual([]);
  const stock = [...(state.records.get('stock') ?? [])];
  return stock.flatMap(([id, { confirmed, doubts }]) =>
    confirmed.length > 0 && doubts.length === 0 ? [id] : [],
  );
}
