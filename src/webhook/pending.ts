import { deliveriesOf, type EventPlace, eventStates, readPlaces } from './inbox.ts';
import type { EventKind } from './recognise.ts';
import type { Stored } from './writer.ts';

/** An event that is to be delivered: where it stands, not what it says, for thousands may wait. */
export interface Pending {
  id: string;
  kind: EventKind;
  key: string;
  receivedAt: string;
  place: EventPlace;
  /** How often it was tried. */
  attempts: number;
  /** How often the target said no, in this run. */
  refusals: number;
}

/** A stored event as one to be delivered; undefined for one that is not to be: put aside, or a repetition. */
export function toPending({ event, place }: Stored, attempts = 0): Pending | undefined {
  const { id, kind, key, receivedAt } = event;
  if (kind === 'unknown' || key === null || event.duplicateOf !== undefined) return undefined;
  return { id, kind, key, receivedAt, place, attempts, refusals: 0 };
}

/**
 * Finds what earlier runs left to be delivered, by target, oldest first.
 * @throws CliError `failed` when the inbox can't be read
 */
export async function findPending(folder: string): Promise<ReadonlyMap<string, readonly Pending[]>> {
  const states = await eventStates(folder);
  const found = new Map<string, Pending[]>();
  for await (const stored of readPlaces(folder)) {
    for (const { target, state, attempts } of deliveriesOf(stored.event, states)) {
      const wanted = state === 'pending' && stored.event.targets?.includes(target);
      const pending = wanted ? toPending(stored, attempts) : undefined;
      if (pending === undefined) continue;
      const others = found.get(target);
      if (others === undefined) found.set(target, [pending]);
      else others.push(pending);
    }
  }
  return found;
}
