import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { tryLock } from '../storage/lock.ts';
import { createForwarder, type Forwarder } from './forward/forwarder.ts';
import { type Pending, toPending } from './forward/pending.ts';
import { createRevival, type Revival } from './forward/revival.ts';
import type { Target } from './forward/target.ts';
import type { Admission } from './receive/admission.ts';
import { lookBack, mostOrders } from './receive/look-back.ts';
import { type RefusedRequest, startReceiver } from './receive/receiver.ts';
import { createRecent } from './receive/recent.ts';
import type { Damage } from './store/inbox.ts';
import { removeSettledDays } from './store/prune.ts';
import { createRecorder, type Recorder } from './store/recorder.ts';
import { type InboxWriter, openInbox, type Stored } from './store/writer.ts';

/** What a listener tells of. */
export interface ListenerEvents {
  /** Told where it listens, and the secret that callers have to know, if any. */
  onListening(url: string, secret: string | undefined): void;
  onStored(stored: Stored): void;
  /** Told when events can't be stored, and of `undefined` when they can again. */
  onTrouble(trouble: unknown): void;
  /** Told of requests that were not taken: whoever sends them may have a wrong address. */
  onRefused(request: RefusedRequest): void;
  /** Told how many events earlier runs left for a target, which this run may or may not have. */
  onLeft(target: string, count: number): void;
  onDown(target: string, why: string): void;
  onUp(target: string, waiting: number): void;
  /** Told of an event that was not taken the first time. */
  onAgain(target: string, event: Pending, why: string): void;
  onDead(target: string, event: Pending, why: string): void;
  /** Told how many events were given up in earlier runs: they wait for somebody. */
  onDeadLeft(count: number): void;
  /** Told of lines of the inbox that can't be read. */
  onDamage(damage: readonly Damage[]): void;
  /** Told that somebody removed a file of the inbox while it was written to. */
  onLoss(file: string): void;
  /** Told of what failed beside the receiving, and is tried again. */
  onWarning(warning: unknown): void;
}

export interface ListenerOptions extends Omit<Admission, 'secret'>, ListenerEvents {
  /** The inbox. */
  folder: string;
  /** Finds the secret, once it is certain that no other listener goes by it. */
  secret?: (() => Promise<string>) | undefined;
  port: number;
  host: string;
  targets: readonly Target[];
  /** After how many days events that are settled are removed. */
  keepDays: number;
  /** Ends the listener. */
  signal: AbortSignal;
}

const aDay = 86_400_000;

/**
 * Receives events, stores and forwards them until the signal is aborted. Resolves then, once what had come in is
 * stored and answered.
 * @throws CliError `locked` when another process receives for the same inbox, `failed` when the port is taken or the
 *   inbox can't be read
 */
export async function listenForEvents(options: ListenerOptions): Promise<void> {
  const { folder, signal, onLoss } = options;
  const lost = new AbortController();
  const release = await tryLock(join(folder, 'receiver'), (reason) => lost.abort(reason));
  if (release === undefined) throw alreadyListening(folder);
  try {
    const inbox = await openInbox(folder, { targets: options.targets.map(({ name }) => name), onLoss });
    await serve(options, inbox, AbortSignal.any([signal, lost.signal]));
  } finally {
    await release();
  }
  if (lost.signal.aborted) throw lost.signal.reason;
}

async function serve(options: ListenerOptions, inbox: InboxWriter, signal: AbortSignal): Promise<void> {
  const { onStored, onWarning } = options;
  const recorder = createRecorder(options.folder);
  const secret = await options.secret?.();
  const forwarding = startForwarding(options, recorder);
  const receiver = await startReceiver({
    ...options,
    secret,
    inbox: {
      ...inbox,
      async store(arrival) {
        const stored = await inbox.store(arrival);
        await forwarding.revival.repeated(stored);
        return stored;
      },
    },
    onStored(stored) {
      onStored(stored);
      forwarding.take(stored);
    },
  });
  const tidy = () => removeSettledDays(options.folder, options.keepDays, Date.now());
  const tidying = setInterval(() => void tidy().catch(onWarning), aDay);
  try {
    options.onListening(receiver.url, secret);
    // What older days hold may take a while to find. Receiving doesn't wait for it.
    takeUp(options, inbox, forwarding).then(tidy).catch(onWarning);
    await untilAborted(signal);
  } finally {
    clearInterval(tidying);
    await Promise.all([
      receiver.close().then(() => inbox.close()),
      ...Array.from(forwarding.forwarders.values(), (forwarder) => forwarder.close()),
    ]);
    await recorder.close();
  }
}

/** All that takes events on. */
interface Forwarding {
  forwarders: ReadonlyMap<string, Forwarder>;
  revival: Revival;
  /** Takes an event on that was just stored. */
  take(stored: Stored): void;
  /** Takes note that an order came. */
  knowOrder(id: string): void;
}

function startForwarding(options: ListenerOptions, recorder: Recorder): Forwarding {
  const orders = createRecent<true>(mostOrders);
  const forwarders = new Map<string, Forwarder>();
  const revival = createRevival(forwarders, recorder);
  const { folder, onDown, onUp, onAgain, onDead } = options;
  for (const target of options.targets) {
    const { name } = target;
    const forwarder = createForwarder({
      ...{ folder, target, recorder },
      knowsOrder: (id) => orders.get(id) ?? false,
      onDown: (why) => onDown(name, why),
      onUp: (waiting) => onUp(name, waiting),
      onAgain: (event, why) => onAgain(name, event, why),
      onDead(event, why) {
        revival.died(name, event.id);
        onDead(name, event, why);
      },
    });
    forwarders.set(name, forwarder);
  }
  return {
    forwarders,
    revival,
    knowOrder: (id) => orders.set(id, true),
    take(stored) {
      const { kind, key } = stored.event;
      if (kind === 'order' && key !== null) orders.set(key, true);
      const pending = toPending(stored);
      if (pending) for (const forwarder of forwarders.values()) forwarder.add(pending);
    },
  };
}

/** Takes up what earlier runs left. */
async function takeUp(
  { folder, onLeft, onDeadLeft, onDamage }: ListenerOptions,
  inbox: InboxWriter,
  { forwarders, revival, knowOrder }: Forwarding,
): Promise<void> {
  const left = await lookBack(folder, Date.now()).catch((error: unknown) => {
    // What comes in now is forwarded in any case.
    for (const forwarder of forwarders.values()) forwarder.begin([]);
    throw error;
  });
  inbox.remember(left.older);
  for (const id of left.orders) knowOrder(id);
  for (const [target, ids] of left.dead) for (const id of ids) revival.died(target, id);
  for (const [target, forwarder] of forwarders) forwarder.begin(left.pending.get(target) ?? []);
  for (const [target, events] of left.pending) onLeft(target, events.length);
  const dead = new Set([...left.dead.values()].flat());
  if (dead.size > 0) onDeadLeft(dead.size);
  if (left.damage.length > 0) onDamage(left.damage);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function alreadyListening(folder: string): CliError {
  return new CliError('locked', `Another "blink webhook listen" receives the events kept in ${folder}.`, {
    hint: 'End it first, or choose another --env or --profile, which have inboxes of their own.',
  });
}
