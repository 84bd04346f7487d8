import type { TaskEventId } from '../../blink/contract/task.ts';

interface Step {
  event: TaskEventId;
  /** Seconds after the task was created. */
  after: number;
}

const created: Step = { event: 20, after: 0 };
const assigned: Step = { event: 23, after: 5 };
const acceptedByRider: Step = { event: 24, after: 10 };

const toTheEnd: readonly Step[] = [
  created,
  assigned,
  acceptedByRider,
  { event: 25, after: 20 },
  { event: 26, after: 30 },
  { event: 27, after: 45 },
];

const toItsCancellation: readonly Step[] = [created, assigned, acceptedByRider, { event: 28, after: 20 }];

/**
 * Where a task stands, from nothing but the time that has passed (milliseconds), so that it moves on
 * between two commands too. A mapping key that begins with `CANCEL` ends in a cancellation.
 */
export function eventAfter(passed: number, mappingKey: string): TaskEventId {
  return stepsOf(mappingKey).findLast(({ after }) => after * 1000 <= passed)?.event ?? created.event;
}

/** The events that come after `from` and up to `to`, both in milliseconds after the creation, which is none of them. */
export function eventsBetween(from: number, to: number, mappingKey: string): TaskEventId[] {
  return stepsOf(mappingKey)
    .filter(({ after }) => after > 0 && after * 1000 > from && after * 1000 <= to)
    .map(({ event }) => event);
}

function stepsOf(mappingKey: string): readonly Step[] {
  return mappingKey.startsWith('CANCEL') ? toItsCancellation : toTheEnd;
}

/** Whether an event is a task's last. */
export function isFinal(event: TaskEventId): boolean {
  return event === 27 || event === 28;
}
