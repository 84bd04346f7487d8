import { createHash } from 'node:crypto';
import { type TaskEvent, type TaskEventId, taskEvents } from '../../blink/contract/task.ts';
import { riders } from '../samples/riders.ts';
import type { KeptTask } from '../state/kept.ts';
import { eventAfter, eventsBetween } from './walk.ts';

/** Where a task stands at a time (milliseconds since 1970). */
export function eventOf({ cancelled, createdAt, mappingKey, updated }: KeptTask, now: number): TaskEventId {
  if (cancelled !== undefined) return 28;
  const event = eventAfter(now - createdAt, mappingKey);
  return event === 20 && updated ? 21 : event;
}

/** What happened to a task by the clock alone after one time and up to another. */
export function eventsOf(
  { cancelled, createdAt, mappingKey }: KeptTask,
  after: number,
  upTo: number,
): TaskEventId[] {
  const end = Math.min(upTo, cancelled?.at ?? upTo);
  return eventsBetween(after - createdAt, end - createdAt, mappingKey);
}

/** What is told of a task. */
type Told = Pick<KeptTask, 'taskId' | 'cancelled'> & { fields: { type: number } };

/** A task's event as Blink answers it to a status call, and posts it. */
export function taskEvent({ cancelled, fields, taskId }: Told, event: TaskEventId): TaskEvent {
  const seed = createHash('sha256').update(taskId).digest();
  const reason = cancelled?.reason ?? 'The customer cancelled the order (simulator)';
  return {
    eventId: event,
    event: taskEvents[event],
    data: {
      taskId,
      type: fields.type,
      reason: event === 28 ? reason : '',
      agent: event < 23 ? null : riders[seed.readUInt8() % riders.length],
      // A host that can't exist: nobody shall take the link for one of Blink's.
      trackingLink: `https://blink-simulator.invalid/tracking/${seed.toString('base64url').slice(0, 21)}`,
    },
  };
}
