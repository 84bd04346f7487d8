import { mkdirSync, writeFileSync } from 'node:fs';
import type { StoredEvent } from '../../src/inbox/event.ts';
import { eventIds } from '../../src/inbox/event-id.ts';
import { dayOf, deliveryFile, eventFile } from '../../src/inbox/file-store/days.ts';
import { encodeDelivery } from '../../src/inbox/file-store/delivery-lines.ts';
import { encodeEvent } from '../../src/inbox/file-store/event-lines.ts';

const dayMs = 86_400_000;
/** Events that are written at once. */
const batch = 10_000;

/**
 * Fills a day before today with the orders of these numbers, all delivered.
 * @param ago how many days before today
 * @returns how many bytes of events there are
 */
export function fillDay(folder: string, ago: number, first: number, count: number, body: Buffer): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const nextId = eventIds(undefined);
  const at = Date.now() - ago * dayMs;
  const receivedAt = new Date(at).toISOString();
  const delivered = { target: 'exec', state: 'delivered', attempt: 1, at: receivedAt } as const;
  const append = { flag: 'a', mode: 0o600 };
  let size = 0;
  for (let done = 0; done < count; done += batch) {
    const events = Array.from({ length: Math.min(batch, count - done) }, (_, i): StoredEvent => {
      const key = String(first + done + i);
      const head = { id: nextId(at), receivedAt, path: '/', branch: '12345', kind: 'order', key } as const;
      return { ...head, content: key, summary: {}, targets: ['exec'], body };
    });
    const lines = Buffer.concat(events.map(encodeEvent));
    writeFileSync(eventFile(folder, dayOf(at)), lines, append);
    const deliveries = events.map(({ id }) => encodeDelivery({ ...delivered, id }));
    writeFileSync(deliveryFile(folder, dayOf(at)), Buffer.concat(deliveries), append);
    size += lines.length;
  }
  return size;
}
