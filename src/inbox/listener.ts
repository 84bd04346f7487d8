import { createDeadLetters, type DeadLetters } from './forward/dead-letters.ts';
import { createForwarder, type Forwarder } from './forward/forwarder.ts';
import type { Target } from './forward/target.ts';
import { toWaiting, type WaitingEvent } from './forward/waiting-event.ts';
import type { Damage, Inbox, Intake, Stored } from './inbox.ts';
import type { Admission } from './receive/admission.ts';
import type { RefusedRequest } from './receive/door.ts';
import { startReceiver } from './receive/receiver.ts';
import { createNewestEntries } from './repetitions/newest-entries.ts';

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
  onAgain(target: string, event: WaitingEvent, why: string): void;
  onDead(target: string, event: WaitingEvent, why: string): void;
  /** Told how many events were given up in earlier runs: they wait for somebody. */
  onDeadLeft(count: number): void;
  /** Told of what can't be read in the inbox. */
  onDamage(damage: readonly Damage[]): void;
  /** Told that somebody removed events of the inbox while it was written to. */
  onLoss(what: string): void;
  /** Told of what failed beside the receiving, and is tried again. */
  onWarning(warning: unknown): void;
}

export interface ListenerOptions extends Omit<Admission, 'secret'>, ListenerEvents {
  inbox: Inbox;
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

/** More orders than come in a day to most; a state of an older one waits for it in vain, for seconds. */
const mostOrders = 100_000;

/**
 * Receives events, stores and forwards them until the signal is aborted. Resolves then, once what had come in is
 * stored and answered.
 * @throws CliError `locked` when another process receives for the same inbox, `failed` when the port is taken or the
 *   inbox can't be read
 */
export async function listenForEvents(options: ListenerOptions): Promise<void> {
  const { inbox, signal, onLoss } = options;
  const intake = await inbox.receive({ targets: options.targets.map(({ name }) => name), onLoss });
  try {
    await serve(options, intake, AbortSignal.any([signal, intake.lost]));
  } finally {
    await intake.close();
  }
  intake.lost.throwIfAborted();
}

async function serve(options: ListenerOptions, intake: Intake, signal: AbortSignal): Promise<void> {
  const { inbox, keepDays, onStored, onWarning } = options;
  const secret = await options.secret?.();
  const forwarding = startForwarding(options);
  const receiver = await startReceiver({
    ...options,
    secret,
    intake: {
      ...intake,
      async store(arrival) {
        const stored = await intake.store(arrival);
        await forwarding.deadLetters.repeated(stored);
        return stored;
      },
    },
    onStored(stored) {
      onStored(stored);
      forwarding.take(stored);
    },
  });
  const tidy = () => inbox.prune({ before: Date.now() - keepDays * aDay, keepDays });
  const tidying = setInterval(() => void tidy().catch(onWarning), aDay);
  try {
    options.onListening(receiver.url, secret);
    // What older days hold may take a while to find. Receiving doesn't wait for it.
    takeUp(options, intake, forwarding).then(tidy).catch(onWarning);
    await untilAborted(signal);
  } finally {
    clearInterval(tidying);
    await Promise.all([
      receiver.close(),
      ...Array.from(forwarding.forwarders.values(), (forwarder) => forwarder.close()),
    ]);
    await inbox.close();
  }
}

/** All that takes events on. */
interface Forwarding {
  forwarders: ReadonlyMap<string, Forwarder>;
  deadLetters: DeadLetters;
  /** Takes an event on that was just stored. */
  take(stored: Stored): void;
  /** Takes note of the orders that came before. */
  knowOrders(had: (id: string) => boolean): void;
}

function startForwarding({ inbox, targets, onDown, onUp, onAgain, onDead }: ListenerOptions): Forwarding {
  const orders = createNewestEntries<true>(mostOrders);
  let hadOrder = (_: string) => false;
  const forwarders = new Map<string, Forwarder>();
  const deadLetters = createDeadLetters(forwarders, inbox);
  for (const target of targets) {
    const { name } = target;
    const forwarder = createForwarder({
      ...{ inbox, target },
      knowsOrder: (id) => orders.get(id) ?? hadOrder(id),
      onDown: (why) => onDown(name, why),
      onUp: (waiting) => onUp(name, waiting),
      onAgain: (event, why) => onAgain(name, event, why),
      onDead(event, why) {
        deadLetters.add(name, event.id);
        onDead(name, event, why);
      },
    });
    forwarders.set(name, forwarder);
  }
  return {
    forwarders,
    deadLetters,
    knowOrders(had) {
      hadOrder = had;
    },
    take({ event }) {
      if (event.kind === 'order' && event.key !== null) orders.set(event.key, true);
      // One for each: they count their own attempts.
      for (const forwarder of forwarders.values()) {
        const waiting = toWaiting(event);
        if (waiting) forwarder.add(waiting);
      }
    },
  };
}

/** Takes up what earlier runs left. */
async function takeUp(
  { onLeft, onDeadLeft, onDamage }: ListenerOptions,
  intake: Intake,
  { forwarders, deadLetters, knowOrders }: Forwarding,
): Promise<void> {
  const left = await intake.left().catch((error: unknown) => {
    // What comes in now is forwarded in any case.
    for (const forwarder of forwarders.values()) forwarder.begin([]);
    throw error;
  });
  knowOrders(left.hadOrder);
  const waiting = new Map<string, WaitingEvent[]>();
  const wait = (target: string, event: WaitingEvent) => {
    const before = waiting.get(target);
    if (before === undefined) waiting.set(target, [event]);
    else before.push(event);
  };
  const dead = new Set<string>();
  for (const event of left.open) {
    for (const { target, state, attempts } of event.deliveries) {
      const one = state === 'pending' ? toWaiting(event, attempts) : undefined;
      if (one) wait(target, one);
      if (state !== 'dead') continue;
      deadLetters.add(target, event.id);
      dead.add(event.id);
    }
  }
  for (const [target, forwarder] of forwarders) forwarder.begin(waiting.get(target) ?? []);
  for (const [target, events] of waiting) onLeft(target, events.length);
  const damage = [...left.damage, ...(await intake.lookBack())];
  // Told now that their repetitions are known: from here on those bring them back.
  if (dead.size > 0) onDeadLeft(dead.size);
  const places = new Map(damage.map((one) => [one.where, one]));
  if (places.size > 0) onDamage([...places.values()]);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
