import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { addLines } from '../../storage/append.ts';
import { readLines } from '../../storage/lines.ts';
import type { OrderAction } from '../inbox.ts';
import { parseLine } from './event-lines.ts';

const Line = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  blink_order_id: v.string(),
  status: v.number(),
});

const fileIn = (folder: string) => join(folder, 'actions.ndjson');

/**
 * Keeps that Blink confirmed new states of orders, where there is an inbox.
 * @throws CliError `failed` when they can't be written
 */
export async function addActions(folder: string, actions: readonly OrderAction[]): Promise<void> {
  if (!existsSync(folder)) return;
  const lines = actions.map(
    (action) => `${JSON.stringify({ ...action, at: new Date(action.at).toISOString() })}\n`,
  );
  await addLines(fileIn(folder), Buffer.from(lines.join('')));
}

/**
 * Reads what was kept.
 * @returns a function that yields, each time it is called, what is new since the last time. Lines that make no sense
 *   are passed over.
 */
export function actionReader(folder: string): () => AsyncGenerator<OrderAction> {
  let read = 0;
  return async function* news() {
    for await (const { bytes, next } of readLines(fileIn(folder), read)) {
      read = next;
      const action = parseLine(Line, bytes);
      if (action) yield { ...action, at: Date.parse(action.at) };
    }
  };
}
