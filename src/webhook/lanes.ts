import type { Pending } from './pending.ts';

/** The events of one order or task that wait, in their order. */
export interface Lane {
  name: string;
  items: Pending[];
  /** When it may be tried again, in milliseconds since 1970. */
  notBefore: number;
}

/** What waits to be delivered: a lane for each order or task, of which one event at a time is under way. */
export interface Lanes {
  add(event: Pending): void;
  /** Takes the lane whose turn it is; it has to be given back. */
  take(now: number): Lane | undefined;
  /** Gives a lane back whose first event is settled. */
  finish(lane: Lane): void;
  /** Gives a lane back whose first event has to be tried again, at this time; 0 makes it the next one. */
  back(lane: Lane, notBefore: number): void;
  /** Lets every lane be tried now. */
  hurry(): void;
  /** When the next lane may be taken; infinity when none waits. */
  nextTime(): number;
  /** How many events wait. */
  size(): number;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  // Sets keep their order, and a lane can be taken from the front of thousands at no cost.
  let ready = new Set<Lane>();
  const later = new Set<Lane>();
  let size = 0;

  function due(now: number): void {
    for (const lane of later) {
      if (lane.notBefore > now) continue;
      later.delete(lane);
      ready.add(lane);
    }
  }

  return {
    add(event) {
      const name = `${event.kind === 'task' ? 'task' : 'order'} ${event.key}`;
      const lane = lanes.get(name);
      size += 1;
      if (lane !== undefined) {
        lane.items.push(event);
        return;
      }
      const made = { name, items: [event], notBefore: 0 };
      lanes.set(name, made);
      ready.add(made);
    },
    take(now) {
      due(now);
      const [lane] = ready;
      if (lane !== undefined) ready.delete(lane);
      return lane;
    },
    finish(lane) {
      lane.items.shift();
      size -= 1;
      lane.notBefore = 0;
      if (lane.items.length > 0) ready.add(lane);
      else lanes.delete(lane.name);
    },
    back(lane, notBefore) {
      lane.notBefore = notBefore;
      if (notBefore > 0) later.add(lane);
      else ready = new Set([lane, ...ready]);
    },
    hurry: () => due(Number.POSITIVE_INFINITY),
    nextTime() {
      if (ready.size > 0) return 0;
      let next = Number.POSITIVE_INFINITY;
      for (const { notBefore } of later) next = Math.min(next, notBefore);
      return next;
    },
    size: () => size,
  };
}
