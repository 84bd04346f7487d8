import { linesInStretch } from './checked-lines.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { deliveryDays, deliveryFile, eventDays, eventFile, indexOf } from './days.ts';
import { openIndex } from './index/blocks.ts';
import { deliveryBlock, deliveryWidths } from './index/delivery-blocks.ts';
import { eventBlock, eventWidths } from './index/event-blocks.ts';
import { writeIndex } from './index/write-index.ts';
import { type ReadHeads, readHeads } from './recent-heads.ts';
import { bringUp, readDeliveries, type Standing, sizeOf } from './standing.ts';

/** Keeps the indexes and the checkpoint of an inbox near to what it holds. Only who receives may. */
export interface Books {
  /** What became of all events until now. @throws CliError `failed` when a file can't be read */
  standing(): Promise<Standing>;
  /** Takes note of a line that was stored; after some thousand of them it is time to write. */
  added(): void;
  /** Writes what is missing. What can't be written is not needed, and is tried again later. */
  write(): Promise<void>;
  /** Stops writing. */
  close(): Promise<void>;
}

export interface BooksOptions {
  /** How much of a file is there for good. */
  endOf?: (file: string) => number;
  heads?: ReadHeads;
  /** How many lines are worth writing, and make a block. */
  most?: number;
}

/** Fewer bytes than this are read in no time. */
const fewBytes = 4 * 1024 * 1024;

/** Opens the books of a folder, with what was written before. */
export function openBooks(
  folder: string,
  { endOf = sizeOf, heads = readHeads, most = linesInStretch }: BooksOptions = {},
): Books {
  const ofEvents = { widths: eventWidths, read: heads, encode: eventBlock };
  const ending = new AbortController();
  let standing: Promise<Standing> | undefined;
  let [lines, unwritten] = [0, 0];
  let running: Promise<void> | undefined;

  /** One after the other: each goes on where the last one ended. */
  function current(): Promise<Standing> {
    const before = standing ?? readCheckpoint(folder);
    standing = before.then(async (known) => {
      unwritten += await bringUp(folder, known, endOf, heads);
      return known;
    });
    // After a failure it begins anew.
    standing.catch(() => {
      standing = undefined;
    });
    return standing;
  }

  async function run(): Promise<void> {
    const present = await current();
    // The more there is in a checkpoint, the less often it is written: together they take no longer than the events.
    if (unwritten >= Math.max(most, present.unsettled.size)) {
      await writeCheckpoint(folder, present);
      unwritten = 0;
    }
    await writeIndexes();
  }

  async function writeIndexes(): Promise<void> {
    const [days, deliveries] = [await eventDays(folder), await deliveryDays(folder)];
    const newest = days.at(-1) ?? '';
    const { signal } = ending;
    for (const day of deliveries) {
      const file = deliveryFile(folder, day);
      const how = { end: endOf(file), isOver: day < newest, most, signal };
      await writeIndex(file, ofDeliveries, how);
    }
    for (const day of days) {
      const file = eventFile(folder, day);
      await writeIndex(file, ofEvents, { end: endOf(file), isOver: day < newest, most, signal });
    }
  }

  function write(): Promise<void> {
    lines = 0;
    running ??= run()
      .catch(() => {})
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    standing: current,
    added() {
      lines += 1;
      if (lines >= most && running === undefined && !ending.signal.aborted) void write();
    },
    async write() {
      if (unwritten >= most || (await unindexed(folder)) >= fewBytes) await write();
    },
    async close() {
      ending.abort();
      await running;
    },
  };
}

const ofDeliveries = { widths: deliveryWidths, read: readDeliveries, encode: deliveryBlock };

/** How many bytes of events no index tells of. */
async function unindexed(folder: string): Promise<number> {
  let bytes = 0;
  for (const day of await eventDays(folder)) {
    const file = eventFile(folder, day);
    const index = openIndex(indexOf(file), file, eventWidths);
    index.close();
    bytes += sizeOf(file) - index.covered;
  }
  return bytes;
}
