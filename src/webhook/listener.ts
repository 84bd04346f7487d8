import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { tryLock } from '../storage/lock.ts';
import type { Admission } from './admission.ts';
import { daysBefore } from './days.ts';
import { createForwarder, type Forwarder } from './forwarder.ts';
import { findPending, type Pending, toPending } from './pending.ts';
import { oldDays, removeDays } from './prune.ts';
import { type RefusedRequest, startReceiver } from './receiver.ts';
import { createRecorder } from './recorder.ts';
import type { Target } from './target.ts';
import { type InboxWriter, openInbox, type Stored } from './writer.ts';

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
  const { folder, signal } = options;
  const lost = new AbortController();
  const release = await tryLock(join(folder, 'receiver'), (reason) => lost.abort(reason));
  if (release === undefined) throw alreadyListening(folder);
  try {
    const inbox = openInbox(folder, { targets: options.targets.map(({ name }) => name) });
    await serve(options, inbox, AbortSignal.any([signal, lost.signal]));
  } finally {
    await release();
  }
  if (lost.signal.aborted) throw lost.signal.reason;
}

async function serve(options: ListenerOptions, inbox: InboxWriter, signal: AbortSignal): Promise<void> {
  const { folder, onStored, onWarning } = options;
  const recorder = createRecorder(folder);
  const secret = await options.secret?.();
  const forwarders = new Map(
    options.targets.map((target) => [target.name, forwarderTo(target, options, recorder)]),
  );
  const receiver = await startReceiver({
    ...options,
    secret,
    inbox,
    onStored(stored) {
      onStored(stored);
      const pending = toPending(stored);
      if (pending) for (const forwarder of forwarders.values()) forwarder.add(pending);
    },
  });
  const tidying = setInterval(() => void tidy(options).catch(onWarning), aDay);
  try {
    options.onListening(receiver.url, secret);
    await inbox.ready;
    // What older days hold may take a while to find. Receiving doesn't wait for it.
    const looking = lookBack(options, forwarders).then(() => tidy(options));
    looking.catch(onWarning);
    await untilAborted(signal);
  } finally {
    clearInterval(tidying);
    await Promise.all([
      receiver.close().then(() => inbox.close()),
      ...Array.from(forwarders.values(), (forwarder) => forwarder.close()),
    ]);
    await recorder.close();
  }
}

function forwarderTo(
  target: Target,
  { folder, onDown, onUp, onAgain, onDead }: ListenerOptions,
  recorder: ReturnType<typeof createRecorder>,
): Forwarder {
  return createForwarder({
    folder,
    target,
    recorder,
    onDown: (why) => onDown(target.name, why),
    onUp: (waiting) => onUp(target.name, waiting),
    onAgain: (event, why) => onAgain(target.name, event, why),
    onDead: (event, why) => onDead(target.name, event, why),
  });
}

async function lookBack(
  { folder, onLeft }: ListenerOptions,
  forwarders: ReadonlyMap<string, Forwarder>,
): Promise<void> {
  let left: Awaited<ReturnType<typeof findPending>> = new Map();
  try {
    left = await findPending(folder);
  } finally {
    // What comes in now is forwarded in any case.
    for (const [target, forwarder] of forwarders) forwarder.begin(left.get(target) ?? []);
  }
  for (const [target, events] of left) onLeft(target, events.length);
}

async function tidy({ folder, keepDays }: ListenerOptions): Promise<void> {
  const old = await oldDays(folder, daysBefore(Date.now(), keepDays));
  await removeDays(
    folder,
    old.filter(({ pending }) => pending === 0).map(({ day }) => day),
  );
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
