import { type Delivery, type DeliveryState, stateAfter } from '../delivery.ts';
import type { OnDamage } from '../inbox.ts';
import { damageAt, readRecords } from './checked-lines.ts';
import { deliveryDays, deliveryFile, indexOf } from './days.ts';
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
 * Gets ready to look for attempts. Those that no index tells of are read at once.
 * @param from the first day that counts; without it all do
 * @param onDamage told of lines that are passed over; what they told is forgotten, so that an event may go out again
 * @throws CliError `failed` when a file can't be read
 */
export async function openAttempts(folder: string, from = '', onDamage?: OnDamage): Promise<AttemptReader> {
  const days = (await deliveryDays(folder)).filter((day) => day >= from);
  const files: FileOfAttempts[] = [];
  for (const day of days) files.push(await openFile(deliveryFile(folder, day), onDamage));
  return {
    async of(ids) {
      const attempts = new Map<string, Map<string, DeliveryState>>(ids.map((id) => [id, new Map()]));
      for (const file of files) {
        for (const delivery of await file.of(ids)) {
          const targets = attempts.get(delivery.id);
          targets?.set(delivery.target, stateAfter(targets.get(delivery.target), delivery));
        }
      }
      return attempts;
    },
    close() {
      for (const file of files) file.close();
    },
  };
}

/** @throws as `openAttempts` */
export async function readAttempts(
  folder: string,
  ids: readonly string[],
  from?: string,
  onDamage?: OnDamage,
): Promise<Attempts> {
  const reader = await openAttempts(folder, from, onDamage);
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
