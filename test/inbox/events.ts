import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { classify } from '../../src/inbox/classify/classify.ts';
import type { Arrival, StoredEvent } from '../../src/inbox/event.ts';
import { fileInbox } from '../../src/inbox/file-store/file-inbox.ts';
import type { Found, Inbox } from '../../src/inbox/inbox.ts';

/** What Blink's pages show as the body of each kind of event. */
export const samples = {
  order: readFileSync('fixtures/vendor/webhook-order.json'),
  'order-status': readFileSync('fixtures/vendor/webhook-order-status.json'),
  task: readFileSync('fixtures/vendor/webhook-task.json'),
};

/** The vendor's order under another id. */
export function orderBody(id: string, changes: Record<string, unknown> = {}): Buffer {
  const order = JSON.parse(samples.order.toString());
  return Buffer.from(JSON.stringify({ ...order, blink_order_id: id, order_key: `KHI-${id}`, ...changes }));
}

export function statusBody(id: string, status: number): Buffer {
  return Buffer.from(
    JSON.stringify({ blink_order_id: id, branch_id: '12345', status, statusText: `S${status}` }),
  );
}

/** An empty inbox, removed when the test ends. */
export function emptyInbox(): string {
  const home = mkdtempSync(join(tmpdir(), 'blink-test-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return join(home, 'inbox');
}

/** What a receiver makes of a body. */
export async function arrivalOf(body: Buffer, receivedAt: number): Promise<Arrival> {
  const classified = await classify(body, { encoding: undefined, expected: undefined, limit: 5_000_000 });
  return { receivedAt: new Date(receivedAt).toISOString(), path: '/', ...classified };
}

export interface FillOptions {
  targets?: readonly string[];
  now?: () => number;
}

/** Stores bodies one after the other, as a receiver does. */
export async function fillInbox(
  inbox: Inbox,
  bodies: readonly Buffer[],
  { targets = [], now = Date.now }: FillOptions = {},
): Promise<StoredEvent[]> {
  const intake = await inbox.receive({ targets });
  await intake.left();
  await intake.lookBack();
  const stored: StoredEvent[] = [];
  for (const body of bodies) stored.push((await intake.store(await arrivalOf(body, now()))).event);
  await intake.close();
  return stored;
}

/** The same in a folder. */
export function fill(
  folder: string,
  bodies: readonly Buffer[],
  options: FillOptions = {},
): Promise<StoredEvent[]> {
  return fillInbox(fileInbox(folder, options.now), bodies, options);
}

/** All events of an inbox in a folder. */
export async function eventsIn(folder: string): Promise<StoredEvent[]> {
  return (await foundIn(folder)).map(({ event }) => event);
}

/** The same, with what became of them. */
export function foundIn(folder: string): Promise<Found[]> {
  return all(fileInbox(folder).read());
}

/** Everything of an async iterable. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Resolves when the condition holds. @throws when it does not within the time, in milliseconds */
export async function until(holds: () => boolean | Promise<boolean>, patience = 50_000): Promise<void> {
  for (const end = Date.now() + patience; !(await holds()); ) {
    if (Date.now() > end) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
