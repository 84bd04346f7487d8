import { join } from 'node:path';
import * as v from 'valibot';
import { matches } from '../contract/check.ts';
import type { StockProduct } from '../contract/stock.ts';
import { readPrivate, writeDurably } from '../storage/files.ts';
import { withLock } from '../storage/lock.ts';
import { contentHash } from './content.ts';

/** What Blink confirmed of a product's stock and prices the last time. */
export interface KnownStock {
  /** Of the whole record. */
  hash: string;
  price: number;
  discount_price: number;
}

const Kept = v.record(
  v.string(),
  v.object({ hash: v.string(), price: v.number(), discount_price: v.number() }),
);

const fileIn = (folder: string) => join(folder, 'stock.json');

/**
 * @param folder of the profile and environment
 * @returns what was confirmed last, by product id; nothing, after a warning, where the record cannot be used
 */
export function readStockState(folder: string, warn: (message: string) => void): Map<string, KnownStock> {
  const path = fileIn(folder);
  try {
    const text = readPrivate(path);
    if (text === undefined) return new Map();
    const kept: unknown = JSON.parse(text);
    if (matches(Kept, kept)) return new Map(Object.entries(kept));
    throw new Error('it is not what blink writes');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(
      `The record of the last stock sync (${path}) cannot be used: ${reason}. Everything counts as changed.`,
    );
    return new Map();
  }
}

/**
 * Adds what was just confirmed to what is kept, beside what other runs added in the meantime.
 * @throws CliError when it cannot be written
 */
export async function addStockState(
  folder: string,
  confirmed: ReadonlyMap<string, KnownStock>,
  warn: (message: string) => void,
): Promise<void> {
  await withLock(fileIn(folder), async (lost) => {
    const all = new Map([...readStockState(folder, warn), ...confirmed]);
    lost.throwIfAborted();
    await writeDurably(fileIn(folder), `${JSON.stringify(Object.fromEntries(all))}\n`);
  });
}

/** What is kept of a product that was sent. */
export function knownStock(product: StockProduct): KnownStock {
  return { hash: contentHash(product), price: product.price, discount_price: product.discount_price };
}
