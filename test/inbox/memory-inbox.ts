import { EventEmitter, once } from 'node:events';
import {
  type Delivery,
  type DeliveryState,
  deliveriesOf,
  stateAfter,
  stateOf,
} from '../../src/inbox/delivery.ts';
import { type Arrival, type EventHead, type StoredEvent, subjectOf } from '../../src/inbox/event.ts';
import { eventIds, timeOfId } from '../../src/inbox/event-id.ts';
import type { EventQuery, Found, Inbox, Intake, OrderAction, Stored } from '../../src/inbox/inbox.ts';

interface Lease {
  id: string;
  subject: string;
  target: string;
  until: number;
}

/** An inbox that knows of no files: what works with it as well leans on the interface alone. */
export function memoryInbox(now: () => number = Date.now): Inbox {
  let events: StoredEvent[] = [];
  const deliveries: Delivery[] = [];
  const actions: OrderAction[] = [];
  let leases: Lease[] = [];
  const news = new EventEmitter();
  const nextId = eventIds(undefined);

  const deliveriesTo = (event: EventHead) => {
    const tried = new Map<string, DeliveryState>();
    for (const one of deliveries) {
      if (one.id === event.id) tried.set(one.target, stateAfter(tried.get(one.target), one));
    }
    return deliveriesOf(event, tried);
  };

  const find = (query: EventQuery): Found[] => {
    const found = events.map((event) => {
      const own = deliveriesTo(event);
      return { event, deliveries: own, state: stateOf(event, own) };
    });
    const fitting = found.filter((one) => fits(one, query));
    return query.newest === undefined ? fitting : fitting.slice(Math.max(0, fitting.length - query.newest));
  };

  const originalOf = ({ kind, key, content }: Arrival) => {
    const before = events.filter(
      (one) => one.kind === kind && one.key === key && one.duplicateOf === undefined,
    );
    const candidates = kind === 'order' ? before : before.slice(-1);
    return content === undefined ? undefined : candidates.find((one) => one.content === content);
  };

  const store = (arrival: Arrival, targets: readonly string[]): Stored => {
    const { body, ...head } = arrival;
    const original = originalOf(arrival);
    const isForwarded = original === undefined && head.kind !== 'unknown' && targets.length > 0;
    const event: StoredEvent = {
      ...{ id: nextId(now()), ...head },
      ...(original !== undefined && { duplicateOf: original.id }),
      ...(isForwarded && { targets }),
      body,
    };
    events.push(event);
    news.emit('event');
    return { event, ...(original && { original: { id: original.id, targets: original.targets ?? [] } }) };
  };

  const receive = ({ targets }: { targets: readonly string[] }): Intake => ({
    store: async (arrival) => store(arrival, targets),
    tryRoom: async () => {},
    left: async () => ({
      open: find({})
        .map(({ event, deliveries: own }) => ({ ...event, deliveries: own }))
        .filter(({ deliveries: own }) => own.some(({ state }) => state !== 'delivered')),
      hadOrder: (id) => find({ kinds: ['order'], keys: [id] }).length > 0,
      damage: [],
    }),
    lookBack: async () => [],
    lost: new AbortController().signal,
    close: async () => {},
  });

  return {
    place: 'memory',
    receive: async (options) => receive(options),
    get: async (id) => events.find((event) => event.id === id),
    async *read(query = {}) {
      yield* find(query);
    },
    async lately({ since }) {
      const found = find({ since, kinds: ['order', 'order-status', 'unknown'] });
      const last = events.at(-1);
      const from = last === undefined ? { since } : { after: last.id };
      return {
        found: (async function* all() {
          yield* found;
        })(),
        isOver: () => false,
        from,
      };
    },
    count: async (query = {}) => find(query).length,
    async *follow({ signal, from }) {
      const isNew = ({ id }: StoredEvent) => ('after' in from ? id > from.after : timeOfId(id) >= from.since);
      for (let next = events.findIndex(isNew); !signal.aborted; ) {
        if (next < 0) next = events.findIndex(isNew);
        const event = events[next];
        if (event === undefined) await once(news, 'event', { signal }).catch(() => undefined);
        else {
          yield event;
          next += 1;
        }
      }
    },
    states: async (ids) =>
      new Map(events.filter(({ id }) => ids.includes(id)).map((event) => [event.id, deliveriesTo(event)])),
    async claim(id, target, lease) {
      const event = events.find((one) => one.id === id);
      const last = deliveries.findLast((one) => one.id === id && one.target === target);
      if (event === undefined || (last !== undefined && last.state !== 'failed')) return { state: 'settled' };
      const subject = subjectOf(event);
      const other = leases.find((one) => one.subject === subject && one.target === target);
      const wait = (other?.until ?? 0) - performance.now();
      if (wait > 0) return { state: 'taken', wait };
      leases = [
        ...leases.filter((one) => one !== other),
        { id, subject, target, until: performance.now() + lease },
      ];
      return { state: 'yours', event };
    },
    async record(delivery) {
      deliveries.push(delivery);
      leases = leases.filter(({ id, target }) => id !== delivery.id || target !== delivery.target);
    },
    async recordActions(more) {
      if (events.length > 0) actions.push(...more);
    },
    actions() {
      let read = 0;
      return async function* newOnes() {
        while (read < actions.length) yield* actions.slice(read, ++read);
      };
    },
    async prune({ before, force = false, keepDays = 0, dryRun = false }) {
      const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
      const dayOfEvent = ({ id }: EventHead) => dayOf(timeOfId(id));
      const days = [...new Set(events.map(dayOfEvent))];
      const old = days.slice(0, Math.max(0, days.length - keepDays)).filter((day) => day < dayOf(before));
      const counted = old.map((day) => {
        const own = find({}).filter(({ event }) => dayOfEvent(event) === day);
        return { day, events: own.length, pending: own.filter(({ state }) => state === 'pending').length };
      });
      const removed = counted.filter(({ pending }) => force || pending === 0);
      const gone = removed.map(({ day }) => day);
      if (!dryRun) events = events.filter((event) => !gone.includes(dayOfEvent(event)));
      return { removed, kept: counted.filter((day) => !removed.includes(day)) };
    },
    close: async () => {},
  };
}

function fits({ event, state }: Found, query: EventQuery): boolean {
  const time = Date.parse(event.receivedAt);
  const number = event.summary?.number?.toLowerCase();
  return (
    time >= (query.since ?? 0) &&
    time < (query.until ?? Number.POSITIVE_INFINITY) &&
    (query.kinds?.includes(event.kind) ?? true) &&
    (query.branches?.includes(event.branch ?? '') ?? true) &&
    (query.keys?.includes(event.key ?? '') ?? true) &&
    (query.number === undefined || query.number.toLowerCase() === number) &&
    (query.state === undefined || query.state === state)
  );
}
