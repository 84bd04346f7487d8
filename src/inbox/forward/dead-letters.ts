import type { Inbox, Stored } from '../inbox.ts';
import { createNewestEntries } from '../repetitions/newest-entries.ts';
import type { Forwarder } from './forwarder.ts';

/** What was given up, or never forwarded. It goes out again when Blink sends it again. */
export interface DeadLetters {
  /** Takes note of an event that was given up for a target. */
  add(target: string, id: string): void;
  /**
   * Looks at an event that was just stored: what it repeats goes out again, under the id that it always had, where it
   * was not delivered. Resolves once that is kept for good.
   */
  repeated(stored: Stored): Promise<void>;
}

const mostRevived = 10_000;

/** @param forwarders by their targets */
export function createDeadLetters(
  forwarders: ReadonlyMap<string, Forwarder>,
  inbox: Pick<Inbox, 'record'>,
): DeadLetters {
  const dead = new Map<string, Set<string>>();
  const revived = createNewestEntries<true>(mostRevived);

  return {
    add(target, id) {
      const ids = dead.get(target) ?? new Set();
      dead.set(target, ids.add(id));
    },
    async repeated({ event: { kind, key, receivedAt }, original }) {
      if (original === undefined || kind === 'unknown' || key === null) return;
      const { id, targets } = original;
      for (const [target, forwarder] of forwarders) {
        const wasDead = dead.get(target)?.delete(id) ?? false;
        const isUnderWay = targets.includes(target) || revived.get(`${id} ${target}`);
        if (!wasDead && isUnderWay) continue;
        revived.set(`${id} ${target}`, true);
        const error = wasDead ? 'it was given up, and came again' : 'it came again';
        await inbox.record({ id, target, state: 'failed', attempt: 0, at: receivedAt, error });
        // The time within which it is tried begins anew.
        forwarder.add({ id, kind, key, receivedAt, attempts: 0 });
      }
    },
  };
}
