import type { Recorder } from '../store/recorder.ts';
import type { Stored } from '../store/writer.ts';
import type { Forwarder } from './forwarder.ts';

/** Brings back what was given up, or never forwarded, when Blink sends it again. */
export interface Revival {
  /** Takes note of an event that was given up for a target. */
  died(target: string, id: string): void;
  /**
   * Looks at an event that was just stored: what it repeats goes out again, under the id that it always had, where it
   * was not delivered. Resolves once that is kept on the disk.
   */
  repeated(stored: Stored): Promise<void>;
}

/** @param forwarders by their targets */
export function createRevival(forwarders: ReadonlyMap<string, Forwarder>, recorder: Recorder): Revival {
  const dead = new Map<string, Set<string>>();

  return {
    died(target, id) {
      const ids = dead.get(target) ?? new Set();
      dead.set(target, ids.add(id));
    },
    async repeated({ event: { kind, key, receivedAt }, original }) {
      if (original?.place === undefined || kind === 'unknown' || key === null) return;
      const { id, place } = original;
      for (const [target, forwarder] of forwarders) {
        const wasDead = dead.get(target)?.delete(id) ?? false;
        if (!wasDead && original.targets.includes(target)) continue;
        original.targets = [...new Set([...original.targets, target])];
        const error = wasDead ? 'it was given up, and came again' : 'it came again';
        await recorder.record({ id, target, state: 'failed', attempt: 0, at: receivedAt, error });
        // The time within which it is tried begins anew.
        forwarder.add({ id, kind, key, receivedAt, place, attempts: 0 });
      }
    },
  };
}
