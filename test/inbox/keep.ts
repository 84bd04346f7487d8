import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/blink/contract/event.ts';
import { eventIn } from '../../src/inbox/classify/body.ts';
import { summaryOf } from '../../src/inbox/classify/summary.ts';
import type { StoredEvent } from '../../src/inbox/event.ts';
import { eventIds } from '../../src/inbox/event-id.ts';
import { dayOf, eventFile } from '../../src/inbox/file-store/days.ts';
import { encodeEvent } from '../../src/inbox/file-store/event-lines.ts';
import { vendorSamples } from '../../src/simulator/samples/vendor-samples.ts';

/** An event as the receiver stores it. @param at when it was received, in milliseconds since 1970 */
export function storedEvent(value: unknown, at: number): StoredEvent {
  const found = identify(value);
  const event: StoredEvent = {
    id: eventIds(undefined)(at),
    receivedAt: new Date(at).toISOString(),
    kind: found?.kind ?? 'unknown',
    key: found?.key ?? null,
    branch: null,
    path: '/',
    body: Buffer.from(JSON.stringify(value)),
  };
  const read = eventIn(event);
  return { ...event, ...(read && { summary: summaryOf(read) }) };
}

/** Puts events into an inbox, as the receiver does. */
export function keep(folder: string, ...events: readonly StoredEvent[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const event of events) {
    const file = eventFile(folder, dayOf(Date.parse(event.receivedAt)));
    appendFileSync(file, encodeEvent(event), { mode: 0o600 });
  }
}

/** The inbox of the default profile, below a state folder. */
export function inboxOf({ BLINK_STATE_DIR = '' }: NodeJS.ProcessEnv, environment: string): string {
  return join(BLINK_STATE_DIR, 'default', environment, 'inbox');
}

/** The vendor's order with other values. */
export function order(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...JSON.parse(vendorSamples.order), blink_order_id: id, order_key: `KEY-${id}`, ...more };
}

/** The vendor's change of a state. */
export function orderStatus(id: string, status: number): Record<string, unknown> {
  return {
    ...JSON.parse(vendorSamples['order-status']),
    blink_order_id: id,
    status,
    statusText: String(status),
  };
}
