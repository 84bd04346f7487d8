import { deliveriesOf } from '../delivery.ts';
import type { Inbox } from '../inbox.ts';
import { createNewestEntries } from '../repetitions/newest-entries.ts';
import { readAttempts } from './attempts.ts';
import type { Books } from './books.ts';
import { createClaims } from './claims.ts';
import { countEvents } from './count.ts';
import { createDeliveryWriter } from './delivery-writer.ts';
import { findEvent } from './find.ts';
import { followEvents } from './follow.ts';
import { readLately } from './lately.ts';
import { actionReader, addActions } from './order-actions.ts';
import { type EventPlace, readPlace } from './place.ts';
import { pruneDays } from './prune.ts';
import { readFound } from './read.ts';

/** Of so many events, the newest and those that wait, it is known where they stand. */
const mostPlaces = 100_000;

/**
 * An inbox in a folder of this computer: a file of events and one of deliveries for each day, both lines of JSON. One
 * process at a time receives and forwards; any number of others read, and record what they sent by hand.
 * @param now milliseconds since 1970
 */
export function fileInbox(folder: string, now: () => number = Date.now): Inbox {
  const places = createNewestEntries<EventPlace>(mostPlaces);
  const claims = createClaims();
  const deliveries = createDeliveryWriter(folder, now);
  let books: Pick<Books, 'added'> | undefined;

  const get: Inbox['get'] = async (id) => {
    const place = places.get(id);
    const event = place && (await readPlace(folder, place));
    // Its file may have been removed by hand, so that another event stands in its place by now.
    return event?.id === id ? event : (await findEvent(folder, id))?.event;
  };

  return {
    place: folder,
    async receive(options) {
      const { openIntake } = await import('./intake.ts');
      const onBooks = (opened: Pick<Books, 'added'>) => {
        books = opened;
      };
      return await openIntake(folder, { ...options, now, onPlace: places.set, onBooks });
    },
    get,
    read: (query = {}, onDamage) => readFound(folder, query, onDamage),
    lately: (options, onDamage) => readLately(folder, options, now(), onDamage),
    count: (query = {}, onDamage) => countEvents(folder, query, onDamage),
    follow: (options) => followEvents(folder, options),
    async states(ids) {
      const attempts = await readAttempts(folder, ids);
      const events = await Promise.all(ids.map(get));
      return new Map(
        events.flatMap((event) =>
          event === undefined ? [] : [[event.id, deliveriesOf(event, attempts.get(event.id))]],
        ),
      );
    },
    async claim(id, target, lease) {
      const event = await get(id);
      const wait = event && claims.take(event, target, lease);
      if (event === undefined || wait === undefined) return { state: 'settled' };
      return wait > 0 ? { state: 'taken', wait } : { state: 'yours', event };
    },
    async record(delivery) {
      claims.end(delivery.id, delivery.target, delivery.state !== 'failed');
      await deliveries.write(delivery);
      books?.added();
    },
    recordActions: (actions) => addActions(folder, actions),
    actions: () => actionReader(folder),
    prune: (options) => pruneDays(folder, options),
    close: () => deliveries.close(),
  };
}
