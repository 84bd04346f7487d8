import type { EventKind } from '../../blink/contract/event.ts';
import type { EventHead } from '../store/event.ts';
import type { EventPlace } from '../store/inbox.ts';

/** An event that is to be delivered: where it stands, not what it says, for thousands may wait. */
export interface Pending {
  id: string;
  kind: EventKind;
  key: string;
  receivedAt: string;
  place: EventPlace;
  /** How often it was tried. */
  attempts: number;
}

/** A stored event as one to be delivered; undefined for one that is not to be: put aside, or a repetition. */
export function toPending(
  { event, place }: { event: EventHead; place: EventPlace },
  attempts = 0,
): Pending | undefined {
  const { id, kind, key, receivedAt, duplicateOf } = event;
  if (kind === 'unknown' || key === null || duplicateOf !== undefined) return undefined;
  return { id, kind, key, receivedAt, place, attempts };
}
