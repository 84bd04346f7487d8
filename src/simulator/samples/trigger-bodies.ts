import type { EventKind } from '../../blink/contract/event.ts';
import { orderStates } from '../../blink/contract/order.ts';
import type { TaskEventId } from '../../blink/contract/task.ts';
import { sampleOrder, sampleOrderStatus, sampleTask } from './events.ts';
import { madeUp } from './order-numbers.ts';
import { below, generator } from './random.ts';
import { type FieldChange, setField } from './set-field.ts';
import { vendorSamples } from './vendor-samples.ts';

/** A sample, ready to be posted: what it is about, and its bytes. */
export interface SampleBody {
  id: string;
  body: Buffer;
}

export interface SampleOptions {
  kind: EventKind;
  count: number;
  changes: readonly FieldChange[];
  /** Of a task. */
  event: TaskEventId;
  /** The same seed gives the same bytes, times included. */
  seed: number | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** When the orders of a seed are placed, so that their times are the same each time. */
const seededTime = Date.UTC(2025, 2, 14, 8, 5);

/**
 * Made-up samples of one kind.
 * @returns them, and the fields that were set without being in the sample
 * @throws CliError `usage` for a change that leads nowhere
 */
export function sampleBodies(options: SampleOptions): { samples: SampleBody[]; added: string[] } {
  const { kind, count, changes, event, seed, now } = options;
  const random = generator(seed ?? Math.floor(Math.random() * 2 ** 32));
  const first = below(madeUp.count, random);
  const time = seed === undefined ? now : seededTime;
  const added = new Set<string>();
  const samples = Array.from({ length: count }, (_, i) => {
    const number = first + i;
    const sample =
      kind === 'order'
        ? sampleOrder(random, number, time)
        : kind === 'task'
          ? sampleTask(number, event)
          : sampleOrderStatus(random, number);
    for (const change of changes) if (!setField(sample, change)) added.add(change.path.join('.'));
    if ('statusText' in sample && !changes.some(({ path }) => path[0] === 'statusText')) {
      sample.statusText = orderStates[Number(sample.status)] ?? sample.statusText;
    }
    return { id: idOf(sample), body: Buffer.from(JSON.stringify(sample)) };
  });
  return { samples, added: [...added] };
}

/** Blink's published sample, byte for byte, so many times. */
export function publishedBodies(kind: EventKind, count: number): SampleBody[] {
  const text = vendorSamples[kind];
  const sample = { id: idOf(JSON.parse(text)), body: Buffer.from(text) };
  return Array.from({ length: count }, () => sample);
}

function idOf(sample: { blink_order_id?: unknown; data?: unknown }): string {
  const { taskId }: { taskId?: unknown } = Object(sample.data);
  return String(sample.blink_order_id ?? taskId ?? '');
}
