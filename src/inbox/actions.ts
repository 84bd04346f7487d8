import { join } from 'node:path';
import * as v from 'valibot';
import { addLines } from '../storage/append.ts';
import { readLines } from '../storage/lines.ts';
import type { OrderAction } from './board.ts';
import { parseLine } from './store/event.ts';

const Action = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  blink_order_id: v.string(),
  status: v.number(),
});

const fileIn = (inbox: string) => join(inbox, 'actions.ndjson');

/**
 * Keeps that Blink confirmed new states of orders, so that `orders watch` knows them, also where Blink posts no event
 * for it.
 * @param inbox the folder of the inbox of a profile and environment
 * @throws CliError `failed` when they can't be written
 */
export async function recordActions(inbox: string, actions: readonly OrderAction[]): Promise<void> {
  const lines = actions.map(
    (action) => `${JSON.stringify({ ...action, at: new Date(action.at).toISOString() })}\n`,
  );
  await addLines(fileIn(inbox), Buffer.from(lines.join('')));
}

/**
 * Reads what was kept.
 * @returns a function that yields, each time it is called, what is new since the last time. Lines that make no sense
 *   are passed over.
 */
export function actionReader(inbox: string): () => AsyncGenerator<OrderAction> {
  let read = 0;
  return async function* news() {
    for await (const { bytes, next } of readLines(fileIn(inbox), read)) {
      read = next;
      const action = parseLine(Action, bytes);
      if (action) yield { ...action, at: Date.parse(action.at) };
    }
  };
}
