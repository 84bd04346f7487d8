import type { StoredEvent } from '../../../inbox/event.ts';
import type { Inbox } from '../../../inbox/inbox.ts';

/** Prints events one after the other, at the pace of whoever reads. */
export interface Printer {
  /** Adds an event. Never waits. */
  add(event: StoredEvent): void;
  /** Resolves when everything is printed, or `wait` milliseconds are over. */
  close(wait: number): Promise<void>;
}

/** So many events wait as they are; of further ones only their ids. */
const mostKept = 100;

/**
 * @param print prints one event
 * @param onFailure told once when printing is no longer possible; nothing is printed from then on
 */
export function createPrinter(
  inbox: Pick<Inbox, 'get'>,
  print: (event: StoredEvent) => Promise<void>,
  onFailure: (error: unknown) => void,
): Printer {
  const queue: { id: string; event: StoredEvent | undefined }[] = [];
  let running: Promise<void> | undefined;
  let broken = false;

  async function run(): Promise<void> {
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const event = next.event ?? (await inbox.get(next.id));
        if (event !== undefined) await print(event);
      }
    } catch (error) {
      broken = true;
      queue.length = 0;
      onFailure(error);
    } finally {
      running = undefined;
    }
  }

  return {
    add(event) {
      if (broken) return;
      queue.push({ id: event.id, event: queue.length < mostKept ? event : undefined });
      running ??= run();
    },
    async close(wait) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, wait);
      });
      await Promise.race([running, over]);
      clearTimeout(timer);
    },
  };
}
