import { rm } from 'node:fs/promises';
import { storageFault } from '../../storage/faults.ts';
import { flushFolder } from '../../storage/folders.ts';
import type { DayOfEvents, Pruned, PruneOptions } from '../inbox.ts';
import { readStanding } from './checkpoint.ts';
import { countOfDay } from './count.ts';
import { dayOf, deliveryDays, deliveryFile, eventDays, eventFile, indexOf } from './days.ts';

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
  const { unsettled } = await readStanding(folder);
  const waiting = [...unsettled.values()].filter(({ state }) => state === 'pending');
  const found: DayOfEvents[] = [];
  for (const day of days) {
    const pending = waiting.filter(({ place }) => place.day === day).length;
    found.push({ day, events: await countOfDay(folder, day), pending });
  }
  return found;
}

async function removeDays(folder: string, days: readonly string[]): Promise<void> {
  try {
    for (const day of days) await removeFile(eventFile(folder, day));
    // Events of a day are delivered on that day or later, so the deliveries of the oldest day that is left are needed.
    const [oldest = '9'] = await eventDays(folder);
    const last = days.at(-1) ?? '';
    for (const day of await deliveryDays(folder)) {
      if (day <= last && day < oldest) await removeFile(deliveryFile(folder, day));
    }
    await flushFolder(folder);
  } catch (error) {
    throw storageFault('write', folder, error);
  }
}

async function removeFile(file: string): Promise<void> {
  await rm(indexOf(file), { force: true });
  await rm(file, { force: true });
}
