import { addLines } from '../../storage/append.ts';
import { groupCommits } from '../../storage/group-commit.ts';
import type { Delivery } from '../delivery.ts';
import { dayOf, deliveryFile } from './days.ts';
import { encodeDelivery } from './delivery-lines.ts';

/** Keeps what came of attempts to deliver events. */
export interface DeliveryWriter {
  /**
   * Resolves when it is on the disk, or could not be written for now: then it is written with the next ones. Orders go
   * on to the till also while the disk is full; all that a crash could do is to repeat them.
   */
  write(delivery: Delivery): Promise<void>;
  /** Writes what is left. */
  close(): Promise<void>;
}

/** How long to wait before what could not be written is tried again, in milliseconds. */
const pause = 1000;

/** Writes to the files of an inbox. Several processes may do so at the same time. */
export function createDeliveryWriter(folder: string, now: () => number): DeliveryWriter {
  let kept: readonly Delivery[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Nothing to add means: only what is kept. */
  const commits = groupCommits(async (items: readonly (Delivery | undefined)[]) => {
    clearTimeout(timer);
    const all = [...kept, ...items.filter((item) => item !== undefined)];
    try {
      if (all.length > 0)
        await addLines(deliveryFile(folder, dayOf(now())), Buffer.concat(all.map(encodeDelivery)));
      kept = [];
    } catch {
      kept = all;
      timer = setTimeout(() => void commits.add(undefined), pause);
      timer.unref();
    }
    return items.map(() => true);
  });

  return {
    async write(delivery) {
      await commits.add(delivery);
    },
    async close() {
      await commits.add(undefined);
      await commits.settled();
      clearTimeout(timer);
    },
  };
}
