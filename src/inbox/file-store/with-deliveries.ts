import { deliveriesOf, stateOf } from '../delivery.ts';
import type { StoredEvent } from '../event.ts';
import type { Found } from '../inbox.ts';
import type { AttemptReader } from './attempts.ts';

/** So many events, or so many bytes of them, are looked up at once. */
const batch = { events: 256, bytes: 1024 * 1024 };

/** Adds to events what became of them. */
export async function* withDeliveries(
  events: AsyncIterable<StoredEvent>,
  attempts: AttemptReader,
): AsyncGenerator<Found> {
  let gathered: StoredEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    gathered.push(event);
    bytes += event.body.length;
    if (gathered.length < batch.events && bytes < batch.bytes) continue;
    yield* await lookedUp(gathered, attempts);
    [gathered, bytes] = [[], 0];
  }
  yield* await lookedUp(gathered, attempts);
}

async function lookedUp(events: readonly StoredEvent[], attempts: AttemptReader): Promise<Found[]> {
  const known = await attempts.of(events.map(({ id }) => id));
  return events.map((event) => {
    const deliveries = deliveriesOf(event, known.get(event.id));
    return { event, state: stateOf(event, deliveries), deliveries };
  });
}
