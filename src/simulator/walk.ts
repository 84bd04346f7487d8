import type { TaskEventId } from '../contract/task.ts';

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
  const steps = mappingKey.startsWith('CANCEL') ? toItsCancellation : toTheEnd;
  return steps.findLast(({ after }) => after * 1000 <= passed)?.event ?? created.event;
}

/** Whether an event is a task's last. */
export function isFinal(event: TaskEventId): boolean {
  return event === 27 || event === 28;
}
