import type { EventQuery, OnDamage } from '../inbox.ts';
import { openAttempts } from './attempts.ts';
import { damageAt, readRecords } from './checked-lines.ts';
import { openDay } from './day-search.ts';
import { eventDays, eventFile } from './days.ts';
import { decodeHead, headWithSummary } from './event-lines.ts';
import { countFitting, mayFit } from './index/event-search.ts';
import { openSearch, type Search } from './search.ts';

/**
 * Counts the events that fit, as `Inbox.count`. Each damage that is known of is told, in whatever day it is; what an index
 * tells of is not read again for it.
 * @throws CliError `failed` when the inbox can't be read
 */
export async function countEvents(folder: string, query: EventQuery, onDamage?: OnDamage): Promise<number> {
  (await openAttempts(folder, onDamage)).close();
  const search = await openSearch(folder, query, onDamage);
  let count = 0;
  // In all days, for the sake of their damage.
  for (const day of await eventDays(folder)) count += await countIn(search, day);
  return Math.min(count, query.newest ?? count);
}

/** How many events a day has. @throws CliError `failed` when its file can't be read */
export async function countOfDay(folder: string, day: string): Promise<number> {
  return await countIn(await openSearch(folder, {}, undefined), day);
}

async function countIn(search: Search, day: string): Promise<number> {
  const { query, statesOf } = search;
  const file = openDay({ ...search, onDamage: undefined }, day);
  const path = eventFile(search.folder, day);
  const wanted = { ...query, states: statesOf(day) };
  // Keys and numbers are hashes in an index: what seems to fit has to be looked at.
  const isCertain = query.keys === undefined && query.number === undefined;
  let count = 0;
  try {
    for (const block of file.blocks) {
      for (const at of block.damage) search.onDamage?.(damageAt(path, at));
      if (!mayFit(block, query)) continue;
      const known = isCertain ? countFitting(block, wanted) : undefined;
      if (known !== undefined) count += known;
      else for await (const _ of file.within(block)) count += 1;
    }
    const decode = query.number === undefined ? decodeHead : headWithSummary;
    const rest = readRecords(path, decode, search.onDamage, { from: file.covered });
    for await (const { value } of rest) if (search.fits(value)) count += 1;
    return count;
  } finally {
    file.close();
  }
}
