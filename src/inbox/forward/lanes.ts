import { subjectOf } from '../event.ts';
import type { WaitingEvent } from './waiting-event.ts';

/** The events of one order or task that wait, in their order. */
export interface Lane {
  name: string;
  items: WaitingEvent[];
  /** When it may be tried again, in milliseconds of the running process. */
  notBefore: number;
  /** True while nothing is known of the order that its events are about. */
  orderless: boolean;
  /** True while its first event is under way. */
  busy: boolean;
  /** True when it failed while the target took others: the fault is its own. */
  odd: boolean;
}

/** What waits to be delivered: a lane for each order or task, of which one event at a time is under way. */
export interface Lanes {
  /**
   * Adds an event. An order goes before what came of it earlier.
   * @param notBefore when a lane that begins with it may be tried, if it is about an order nothing is known of
   */
  add(event: WaitingEvent, notBefore?: number): void;
  /** Takes the lane whose turn it is; it has to be given back. */
  take(now: number): Lane | undefined;
  /** Gives a lane back whose first event is settled. */
  finish(lane: Lane): void;
  /** Gives a lane back whose first event has to be tried again, at this time; 0 makes it the next one. */
  back(lane: Lane, notBefore: number): void;
  /** Lets lanes be tried now; all of them unless given. */
  hurry(some?: Iterable<Lane>): void;
  /** When the next lane may be taken; infinity when none waits. */
  nextTime(): number;
  /** How many events wait. */
  size(): number;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  const ready = createQueue<Lane>();
  const later = new Set<Lane>();
  let size = 0;

  function makeReady(lane: Lane): void {
    if (later.delete(lane)) ready.add(lane);
  }

  function open(event: WaitingEvent, notBefore: number): void {
    const name = subjectOf(event);
    const lane = { name, items: [event], notBefore, orderless: notBefore > 0, busy: false, odd: false };
    lanes.set(name, lane);
    if (notBefore > 0) later.add(lane);
    else ready.add(lane);
  }

  /** The order that a lane waited for: before all that is not under way yet. */
  function addOrder(lane: Lane, order: WaitingEvent): void {
    lane.orderless = false;
    lane.items.splice(lane.busy ? 1 : 0, 0, order);
    lane.notBefore = 0;
    makeReady(lane);
  }

  return {
    add(event, notBefore = 0) {
      const lane = lanes.get(subjectOf(event));
      size += 1;
      if (lane === undefined) open(event, notBefore);
      else if (lane.orderless && event.kind === 'order') addOrder(lane, event);
      else lane.items.push(event);
    },
    take(now) {
      for (const lane of later) if (lane.notBefore <= now) makeReady(lane);
      const lane = ready.take();
      if (lane !== undefined) lane.busy = true;
      return lane;
    },
    finish(lane) {
      lane.items.shift();
      size -= 1;
      lane.busy = false;
      lane.odd = false;
      lane.notBefore = 0;
      if (lane.items.length > 0) ready.add(lane);
      else lanes.delete(lane.name);
    },
    back(lane, notBefore) {
      lane.busy = false;
      const [first, second] = lane.items;
      if (first?.kind === 'order-status' && second?.kind === 'order') {
        // It came while the state was under way.
        lane.items.splice(0, 2, second, first);
        ready.add(lane);
        return;
      }
      lane.notBefore = notBefore;
      if (notBefore > 0) later.add(lane);
      else ready.putBack(lane);
    },
    hurry(some = later) {
      for (const lane of some) makeReady(lane);
    },
    nextTime() {
      if (ready.size() > 0) return 0;
      let next = Number.POSITIVE_INFINITY;
      for (const { notBefore } of later) next = Math.min(next, notBefore);
      return next;
    },
    size: () => size,
  };
}

/** Thousands may wait, and none is moved when the first is taken. */
function createQueue<T>() {
  let items: (T | undefined)[] = [];
  let first = 0;
  return {
    add: (item: T) => void items.push(item),
    putBack(item: T) {
      if (first === 0) items.unshift(item);
      else items[--first] = item;
    },
    take(): T | undefined {
      const item = items[first];
      if (item === undefined) return undefined;
      items[first++] = undefined;
      if (first > 1000 && first * 2 > items.length) {
        items = items.slice(first);
        first = 0;
      }
      return item;
    },
    size: () => items.length - first,
  };
}
