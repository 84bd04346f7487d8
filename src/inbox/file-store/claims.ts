import { type EventHead, subjectOf } from '../event.ts';
import { createNewestEntries } from '../repetitions/newest-entries.ts';

/** Which events are under way, as far as this process knows: no other one forwards from a store of files. */
export interface Claims {
  /** @returns how many milliseconds somebody else may have it for; 0 for who gets it, undefined where it is settled */
  take(event: EventHead, target: string, lease: number): number | undefined;
  /** Takes note of an outcome. */
  end(id: string, target: string, isSettled: boolean): void;
}

const mostSettled = 10_000;

/** @param elapsed the milliseconds of the running process */
export function createClaims(elapsed: () => number = () => performance.now()): Claims {
  /** By what the event is about, and the target. */
  const leases = new Map<string, { id: string; target: string; until: number }>();
  const settled = createNewestEntries<true>(mostSettled);

  return {
    take(event, target, lease) {
      if (settled.get(`${event.id} ${target}`)) return undefined;
      const subject = `${subjectOf(event)} ${target}`;
      const wait = (leases.get(subject)?.until ?? 0) - elapsed();
      if (wait > 0) return wait;
      leases.set(subject, { id: event.id, target, until: elapsed() + lease });
      return 0;
    },
    end(id, target, isSettled) {
      for (const [subject, lease] of leases) {
        if (lease.id === id && lease.target === target) leases.delete(subject);
      }
      if (isSettled) settled.set(`${id} ${target}`, true);
      else settled.restore(`${id} ${target}`, undefined);
    },
  };
}
