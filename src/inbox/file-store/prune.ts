import { rm } from 'node:fs/promises';
import { storageFault } from '../../storage/faults.ts';
import { flushFolder } from '../../storage/folders.ts';
import { deliveriesOf, stateOf } from '../delivery.ts';
import type { DayOfEvents, Pruned, PruneOptions } from '../inbox.ts';
import { dayOf, deliveryDays, deliveryFile, eventDays, eventFile } from './days.ts';
import { readAttempts } from './delivery-lines.ts';
import { readHeads } from './read.ts';

/** Removes old days, as `Inbox.prune`. @throws CliError `failed` when the inbox can't be read, or a file not be removed */
export async function pruneDays(
  folder: string,
  { before, force = false, keepDays = 0, dryRun = false }: PruneOptions,
): Promise<Pruned> {
  const days = await eventDays(folder);
  const newest = new Set(keepDays > 0 ? days.slice(-keepDays) : []);
  const old = await lookAt(
    folder,
    days.filter((day) => day < dayOf(before) && !newest.has(day)),
  );
  const removed = old.filter(({ pending }) => force || pending === 0);
  const kept = old.filter((day) => !removed.includes(day));
  if (!dryRun && removed.length > 0) {
    await removeDays(
      folder,
      removed.map(({ day }) => day),
    );
  }
  return { removed, kept };
}

async function lookAt(folder: string, days: readonly string[]): Promise<DayOfEvents[]> {
  if (days.length === 0) return [];
  const attempts = await readAttempts(folder);
  const found: DayOfEvents[] = [];
  for (const day of days) {
    let [events, pending] = [0, 0];
    for await (const { value: head } of readHeads(folder, day)) {
      events += 1;
      if (stateOf(head, deliveriesOf(head, attempts.get(head.id))) === 'pending') pending += 1;
    }
    found.push({ day, events, pending });
  }
  return found;
}

async function removeDays(folder: string, days: readonly string[]): Promise<void> {
  try {
    for (const day of days) await rm(eventFile(folder, day), { force: true });
    // Events of a day are delivered on that day or later, so the deliveries of the oldest day that is left are needed.
    const [oldest = '9'] = await eventDays(folder);
    const last = days.at(-1) ?? '';
    for (const day of await deliveryDays(folder)) {
      if (day <= last && day < oldest) await rm(deliveryFile(folder, day), { force: true });
    }
    await flushFolder(folder);
  } catch (error) {
    throw storageFault('write', folder, error);
  }
}
