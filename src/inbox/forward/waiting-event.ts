import type { EventKind } from '../../blink/contract/event.ts';
import type { EventHead } from '../event.ts';

/** An event that is to be delivered: what it is about, not what it says, for thousands may wait. */
export interface WaitingEvent {
  id: string;
  kind: EventKind;
  key: string;
  receivedAt: string;
  /** How often it was tried. */
  attempts: number;
}

/** A stored event as one to be delivered; undefined for one that is not to be: put aside, or a repetition. */
export function toWaiting(
  {
    id,
    kind,
    key,
    receivedAt,
    duplicateOf,
  }: Pick<EventHead, 'id' | 'kind' | 'key' | 'receivedAt' | 'duplicateOf'>,
  attempts = 0,
): WaitingEvent | undefined {
  if (kind === 'unknown' || key === null || duplicateOf !== undefined) return undefined;
  return { id, kind, key, receivedAt, attempts };
}
