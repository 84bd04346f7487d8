import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFault } from '../../storage/faults.ts';
import { isMissing } from '../../storage/refusals.ts';
import { timeOfId } from '../event-id.ts';

const dayMs = 86_400_000;

/** The day that an event is filed under, in UTC: `2026-11-23`. */
export function dayOfId(id: string): string {
  return dayOf(timeOfId(id));
}

/** The day of a time in milliseconds since 1970, in UTC. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The day so many days before a time in milliseconds since 1970. */
export function daysBefore(time: number, days: number): string {
  return dayOf(time - days * dayMs);
}

export function eventFile(folder: string, day: string): string {
  return join(folder, `${day}.ndjson`);
}

export function deliveryFile(folder: string, day: string): string {
  return join(folder, `${day}.deliveries.ndjson`);
}

/** What is known of a file of lines, beside it. */
export function indexOf(file: string): string {
  return file.replace(/\.ndjson$/, '.index');
}

/**
 * The days there are events of, oldest first.
 * @throws CliError `failed` when the folder can't be read; one that is not there has none
 */
export function eventDays(folder: string): Promise<string[]> {
  return daysOf(folder, /^(\d{4}-\d\d-\d\d)\.ndjson$/);
}

/** The days there are deliveries of, oldest first. @throws as `eventDays` */
export function deliveryDays(folder: string): Promise<string[]> {
  return daysOf(folder, /^(\d{4}-\d\d-\d\d)\.deliveries\.ndjson$/);
}

async function daysOf(folder: string, pattern: RegExp): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.flatMap((name) => pattern.exec(name)?.[1] ?? []).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw storageFault('read', folder, error);
  }
}
