import { type Delivery, type DeliveryState, stateAfter } from '../delivery.ts';
import { timeOfId } from '../event-id.ts';
import type { OnDamage } from '../inbox.ts';
import { damageAt, readRecords } from './checked-lines.ts';
import { daysBefore, deliveryDays, deliveryFile, indexOf } from './days.ts';
import { decodeDelivery } from './delivery-lines.ts';
import { type Block, openIndex } from './index/blocks.ts';
import { deliveryPlaces, deliveryWidths } from './index/delivery-blocks.ts';
import { idsOf } from './index/event-blocks.ts';
import { openPlaces } from './index/places.ts';

/** What is known of attempts to deliver events, by event id and then by target. */
export type Attempts = ReadonlyMap<string, ReadonlyMap<string, DeliveryState>>;

/** Finds what came of events. */
export interface AttemptReader {
  /** Of these events, in any order. */
  of(ids: readonly string[]): Promise<Attempts>;
  close(): void;
}

/**
 * Gets ready to look for attempts.
 * @param onDamage told of lines that are passed over; what they told is forgotten, so that an event may go out again.
 *   Then every file is opened at once, else when it is needed.
 * @throws CliError `failed` when a file can't be read
 */
export async function openAttempts(folder: string, onDamage?: OnDamage): Promise<AttemptReader> {
  const days = await deliveryDays(folder);
  const opened = new Map<string, FileOfAttempts>();
  const openDay = async (day: string): Promise<FileOfAttempts> => {
    const file = opened.get(day) ?? (await openFile(deliveryFile(folder, day), onDamage));
    opened.set(day, file);
    return file;
  };
  if (onDamage !== undefined) for (const day of days) await openDay(day);
  return {
    async of(ids) {
      const attempts = new Map<string, Map<string, DeliveryState>>(ids.map((id) => [id, new Map()]));
      for (const day of days) {
        // An id is at most a day ahead of the clock, so its deliveries are at most in the file of the day before.
        if (!ids.some((id) => day >= daysBefore(timeOfId(id), 1))) continue;
        for (const delivery of await (await openDay(day)).of(ids)) {
          const targets = attempts.get(delivery.id);
          targets?.set(delivery.target, stateAfter(targets.get(delivery.target), delivery));
        }
      }
      return attempts;
    },
    close() {
      for (const file of opened.values()) file.close();
    },
  };
}

/** @throws as `openAttempts` */
export async function readAttempts(
  folder: string,
  ids: readonly string[],
  onDamage?: OnDamage,
): Promise<Attempts> {
  const reader = await openAttempts(folder, onDamage);
  try {
    return await reader.of(ids);
  } finally {
    reader.close();
  }
}

interface FileOfAttempts {
  of(ids: readonly string[]): Promise<Delivery[]>;
  close(): void;
}

async function openFile(file: string, onDamage?: OnDamage): Promise<FileOfAttempts> {
  const index = openIndex(indexOf(file), file, deliveryWidths);
  const lines = index.blocks.length > 0 ? openPlaces(file) : undefined;
  for (const { damage } of index.blocks) for (const at of damage) onDamage?.(damageAt(file, at));
  const rest = new Map<string, Delivery[]>();
  for await (const { value } of readRecords(file, decodeDelivery, onDamage, { from: index.covered })) {
    const known = rest.get(value.id);
    if (known === undefined) rest.set(value.id, [value]);
    else known.push(value);
  }

  async function* within(block: Block, ids: readonly string[]): AsyncGenerator<Delivery> {
    const places = deliveryPlaces(block, ids);
    if (places === undefined) {
      for await (const { value } of readRecords(file, decodeDelivery, undefined, block)) yield value;
    }
    for (const { at, length } of places ?? []) {
      const delivery = decodeDelivery(lines?.read(at, length) ?? Buffer.alloc(0));
      if (delivery !== undefined) yield delivery;
      else onDamage?.(damageAt(file, at));
    }
  }

  return {
    async of(ids) {
      const found: Delivery[] = [];
      const [first, last] = idsOf(ids.map((id) => ({ id })));
      for (const block of index.blocks) {
        if (block.ids[0] > last || block.ids[1] < first) continue;
        for await (const delivery of within(block, ids)) found.push(delivery);
      }
      return [...found, ...ids.flatMap((id) => rest.get(id) ?? [])];
    },
    close() {
      index.close();
      lines?.close();
    },
  };
}
