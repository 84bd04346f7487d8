import { rm } from 'node:fs/promises';
import { storageFault } from '../../storage/faults.ts';
import { flushFolder } from '../../storage/folders.ts';
import { daysBefore, deliveryDays, deliveryFile, eventDays, eventFile } from './days.ts';
import { eventStates, readHeads, stateOf } from './inbox.ts';

/** A day of an inbox that is old enough to be removed. */
export interface OldDay {
  day: string;
  events: number;
  /** How many of them are still to be delivered. */
  pending: number;
}

/**
 * Finds the days before a day, oldest first.
 * @throws CliError `failed` when the inbox can't be read
 */
export async function oldDays(folder: string, before: string): Promise<OldDay[]> {
  const days = (await eventDays(folder)).filter((day) => day < before);
  if (days.length === 0) return [];
  const states = await eventStates(folder);
  const found: OldDay[] = [];
  for (const day of days) {
    let events = 0;
    let pending = 0;
    for await (const { event } of readHeads(folder, day)) {
      events += 1;
      if (stateOf(event, states) === 'pending') pending += 1;
    }
    found.push({ day, events, pending });
  }
  return found;
}

/**
 * Removes days whose events are settled. So many days with events stay whatever the clock says: at a start with one that
 * is years ahead everything would be old.
 * @param keepDays how many days are kept
 * @throws CliError `failed` when the inbox can't be read, or a file not be removed
 */
export async function removeSettledDays(folder: string, keepDays: number, now: number): Promise<void> {
  const newest = new Set((await eventDays(folder)).slice(-keepDays));
  const old = await oldDays(folder, daysBefore(now, keepDays));
  const settled = old.filter(({ day, pending }) => pending === 0 && !newest.has(day));
  await removeDays(
    folder,
    settled.map(({ day }) => day),
  );
}

/**
 * Removes days with all their events, and what is known of deliveries that belongs to no event any more.
 * @throws CliError `failed` when a file can't be removed
 */
export async function removeDays(folder: string, days: readonly string[]): Promise<void> {
  if (days.length === 0) return;
  try {
    for (const day of days) await rm(eventFile(folder, day), { force: true });
    // Events of a day are delivered on that day or later, so the deliveries of the oldest day that is left are needed.
    const [oldest] = await eventDays(folder);
    const last = days.toSorted().at(-1) ?? '';
    for (const day of await deliveryDays(folder)) {
      if (day <= last && day < (oldest ?? '9')) await rm(deliveryFile(folder, day), { force: true });
    }
    await flushFolder(folder);
  } catch (error) {
    throw storageFault('write', folder, error);
  }
}
