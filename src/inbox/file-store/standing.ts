import { basename } from 'node:path';
import { inspectFile } from '../../storage/refusals.ts';
import { type Delivery, deliveriesOf, type StateName, stateAfter, stateOf } from '../delivery.ts';
import type { EventHead } from '../event.ts';
import type { OpenEvent } from '../inbox.ts';
import { readAttempts } from './attempts.ts';
import {
  type LastLine,
  type ReadStretch,
  readStretches,
  readUnended,
  type Stretch,
  stillHolds,
} from './checked-lines.ts';
import { dayOfId, deliveryDays, deliveryFile, eventDays, eventFile } from './days.ts';
import { decodeDelivery } from './delivery-lines.ts';
import { decodeHead } from './event-lines.ts';
import { findEvent } from './find.ts';
import { settledStateOf } from './index/event-blocks.ts';
import type { EventPlace } from './place.ts';
import { type ReadHeads, readHeads } from './recent-heads.ts';

/** An event that is not delivered everywhere, or that went where nobody had asked for. */
export interface Unsettled extends OpenEvent {
  state: StateName;
  /** What it is once it went wherever it was to go. */
  settled: StateName;
  place: EventPlace;
}

/** How far a file was looked at. */
export interface Covered {
  to: number;
  last: LastLine | undefined;
}

/** What became of all events up to some places. An event that is not here is what its head says. */
export interface Standing {
  /** By the path of each file. */
  covered: Map<string, Covered>;
  unsettled: Map<string, Unsettled>;
  damage: { file: string; at: number }[];
}

export function emptyStanding(): Standing {
  return { covered: new Map(), unsettled: new Map(), damage: [] };
}

/**
 * Takes in what the files hold by now.
 * @param endOf how much of a file is there for good
 * @param heads reads events
 * @returns how many lines were new
 * @throws CliError `failed` when a file can't be read
 */
export async function bringUp(
  folder: string,
  standing: Standing,
  endOf = sizeOf,
  heads: ReadHeads = readHeads,
): Promise<number> {
  // The deliveries first: what they tell of is stored by then.
  const ends = new Map((await deliveryDays(folder)).map((day) => [day, endOf(deliveryFile(folder, day))]));
  const days = await eventDays(folder);
  const eventEnds = new Map(days.map((day) => [day, endOf(eventFile(folder, day))]));
  let lines = 0;
  /** By the events' ids: they may be of events that are read later, or were settled before. */
  const early = new Map<string, Delivery[]>();
  const { covered, unsettled, damage } = standing;

  function takeDelivery(delivery: Delivery): void {
    const known = unsettled.get(delivery.id);
    const before = early.get(delivery.id);
    if (known !== undefined) keep(standing, tried(known, [delivery]));
    else if (before === undefined) early.set(delivery.id, [delivery]);
    else before.push(delivery);
  }

  function takeEvent(head: EventHead, place: EventPlace): void {
    keep(standing, tried(untried(head, place), early.get(head.id) ?? []));
    early.delete(head.id);
  }

  async function readOn<T>(
    file: string,
    end: number,
    read: (file: string, stretch: Stretch) => AsyncIterable<ReadStretch<T>>,
    take: (value: T, at: number, length: number) => void,
  ): Promise<void> {
    if (!(await isAsItWas(file, covered.get(file), end))) forget(standing, file);
    const before = covered.get(file);
    for await (const stretch of read(file, { from: before?.to ?? 0, to: end })) {
      for (const { value, at, length } of stretch.records) take(value, at, length);
      lines += stretch.records.length;
      damage.push(...stretch.damage.map((at) => ({ file, at })));
      covered.set(file, { to: stretch.to, last: stretch.last ?? covered.get(file)?.last });
    }
  }

  for (const day of [...new Set([...ends.keys(), ...days])].sort()) {
    await readOn(deliveryFile(folder, day), ends.get(day) ?? 0, readDeliveries, takeDelivery);
    await readOn(eventFile(folder, day), eventEnds.get(day) ?? 0, heads, (head, at, length) =>
      takeEvent(head, { day, at, length }),
    );
  }
  const [oldest = '9'] = days;
  await takeLate(
    folder,
    standing,
    [...early.keys()].filter((id) => dayOfId(id) >= oldest),
  );
  return lines;
}

async function isAsItWas(file: string, before: Covered | undefined, end: number): Promise<boolean> {
  if (before === undefined || before.to === end) return true;
  return before.to < end && (before.last === undefined || (await stillHolds(file, before.last)));
}

/** Somebody removed, cut or changed the file: it is read anew. */
function forget({ covered, unsettled, damage }: Standing, file: string): void {
  covered.delete(file);
  damage.splice(0, damage.length, ...damage.filter((one) => one.file !== file));
  const day = basename(file, '.ndjson');
  for (const [id, { place }] of unsettled) if (place.day === day) unsettled.delete(id);
}

/** Takes in what came of events that had been settled before: somebody sent them again by hand. */
async function takeLate(folder: string, standing: Standing, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const attempts = await readAttempts(folder, ids);
  for (const id of ids) {
    const found = await findEvent(folder, id);
    if (found === undefined) continue;
    const { body: _, ...head } = found.event;
    const entry = untried(head, found.place);
    keep(standing, { ...entry, deliveries: deliveriesOf(head, attempts.get(id)) });
  }
}

/** Reads deliveries in pieces of bounded size. */
export const readDeliveries = (file: string, stretch: Stretch) =>
  readStretches(file, decodeDelivery, stretch);

/** What is known of an event before anything was tried; most of its head is of no use to thousands that wait. */
function untried(head: EventHead, place: EventPlace): Unsettled {
  const { id, kind, key, receivedAt, duplicateOf } = head;
  const deliveries = deliveriesOf(head);
  const [state, settled] = [stateOf(head, deliveries), settledStateOf(head)];
  const rest = { deliveries, state, settled, place };
  return { id, kind, key, receivedAt, ...(duplicateOf !== undefined && { duplicateOf }), ...rest };
}

function tried(event: Unsettled, attempts: readonly Delivery[]): Unsettled {
  let { deliveries } = event;
  for (const attempt of attempts) {
    const before = deliveries.find(({ target }) => target === attempt.target);
    deliveries = [...deliveries.filter((one) => one !== before), stateAfter(before, attempt)];
  }
  return { ...event, deliveries };
}

function keep({ unsettled }: Standing, event: Unsettled): void {
  const state = stateOf({ ...event, branch: null, path: '' }, event.deliveries);
  const isSettled = state === event.settled && !isOpen(event);
  if (isSettled) unsettled.delete(event.id);
  else unsettled.set(event.id, { ...event, state });
}

/** Whether an event is not delivered everywhere. */
export function isOpen({ deliveries }: Pick<OpenEvent, 'deliveries'>): boolean {
  return deliveries.some(({ state }) => state !== 'delivered');
}

/** The same with what stands at the ends of files whose last line feed is damaged. */
export async function withUnended(
  folder: string,
  { covered, unsettled, damage }: Standing,
): Promise<Standing> {
  const all = { covered, unsettled: new Map(unsettled), damage: [...damage] };
  const after = (file: string) => covered.get(file)?.to ?? 0;
  for (const day of await deliveryDays(folder)) {
    const file = deliveryFile(folder, day);
    for await (const { value, at } of readUnended(file, after(file), decodeDelivery)) {
      all.damage.push({ file, at });
      const known = all.unsettled.get(value.id);
      if (known !== undefined) keep(all, tried(known, [value]));
    }
  }
  for (const day of await eventDays(folder)) {
    const file = eventFile(folder, day);
    for await (const { value, at, length } of readUnended(file, after(file), decodeHead)) {
      all.damage.push({ file, at });
      keep(all, untried(value, { day, at, length }));
    }
  }
  return all;
}

/** How many bytes a file has. */
export function sizeOf(file: string): number {
  return inspectFile(file)?.size ?? 0;
}
