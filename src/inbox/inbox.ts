import type { Delivery, DeliveryState, StateName } from './delivery.ts';
import type { Arrival, EventHead, StoredEvent, StoredKind } from './event.ts';

/**
 * The events received for one profile and environment, and what became of them. Whatever stores them keeps this:
 *
 * - An event is named by its id alone. Ids sort in the order of storing, and that order is the same for every reader.
 *   Only after a clock that was ahead by more than a day do they begin anew.
 * - Nothing that was stored is changed. What is damaged is passed over and told of, never given as another event.
 * - Everything is read while others store. A store that nobody ever wrote to is empty.
 * - A failure of the store itself is a CliError `failed`.
 */
export interface Inbox {
  /** Where the events are, in words for an operator. */
  readonly place: string;
  /**
   * Begins to receive. Where a store can have only one receiver, its process alone may claim events.
   * @throws CliError `locked` when another process receives, and this store can have only one
   */
  receive(options: IntakeOptions): Promise<Intake>;
  /** The event of an id; undefined when it was removed, or never was. */
  get(id: string): Promise<StoredEvent | undefined>;
  /** Yields the events that fit, in the order of storing, with what became of them. @param onDamage told of each damage */
  read(query?: EventQuery, onDamage?: OnDamage): AsyncIterable<Found>;
  /**
   * Looks for the orders that may be open: what was received of orders since a time, and what was put aside. Orders that
   * an event since then says are delivered or rejected may be left out, with all that is about them.
   */
  lately(options: LatelyOptions, onDamage?: OnDamage): Promise<Lately>;
  /**
   * How many events fit. Tells of each damage that is known, wherever it is: lines that a store has an index of are not
   * read again for it, and tell of later damage when they are read.
   */
  count(query?: EventQuery, onDamage?: OnDamage): Promise<number>;
  /** Yields the events after one, then each as it is stored, by this process or another, until the signal is aborted. */
  follow(options: FollowOptions): AsyncIterable<StoredEvent>;
  /** What became of events of these ids at their targets; those that are gone are missing. */
  states(ids: readonly string[]): Promise<ReadonlyMap<string, readonly DeliveryState[]>>;
  /**
   * Asks for an event to deliver it to a target. Whoever gets it has it, and all else of its order or task, for that
   * target alone: until `record` is told of the outcome, or the time is over. So each event is delivered at least
   * once, and those of one order in their order, however many forwarders there are.
   * @param lease in milliseconds, longer than an attempt can take
   */
  claim(id: string, target: string, lease: number): Promise<Claim>;
  /**
   * Keeps what came of an attempt, and ends its claim. Resolves when it is kept for good, or could not be for now: then
   * it is tried again until `close`. Orders go on to the till while the store fails; at worst one is delivered twice.
   */
  record(delivery: Delivery): Promise<void>;
  /** Keeps what Blink confirmed of orders, for the board; not where nothing was ever received. @throws when it can't */
  recordActions(actions: readonly OrderAction[]): Promise<void>;
  /** @returns what yields, each time it is called, the actions that are new since the last time: all of them at first */
  actions(): () => AsyncIterable<OrderAction>;
  /** Removes old events, in whole days, with what is known of their deliveries. */
  prune(options: PruneOptions): Promise<Pruned>;
  /** Keeps what could not be kept yet, as far as that is possible now. */
  close(): Promise<void>;
}

/** The right to store what comes in. */
export interface Intake {
  /**
   * Stores an event. It is safe, also from a loss of power, when this resolves; when it rejects, nothing of it is
   * kept. What says the same as an earlier event of the last days is stored as its repetition, and goes nowhere.
   */
  store(arrival: Arrival): Promise<Stored>;
  /** Resolves when an event could be stored now. @throws CliError `failed` that says why it could not */
  tryRoom(): Promise<void>;
  /** What earlier runs left. Storing doesn't wait for it. */
  left(): Promise<LeftEvents>;
  /** Looks back for what may be repeated: known only from then on. @returns what was found damaged */
  lookBack(): Promise<readonly Damage[]>;
  /** Aborted, with the reason, when the right is lost. */
  readonly lost: AbortSignal;
  /** Resolves when nothing is being stored any more, and others may receive. */
  close(): Promise<void>;
}

export interface IntakeOptions {
  /** Where new events are to be forwarded. */
  targets: readonly string[];
  /** Told what was lost when somebody else removed events of this run. */
  onLoss?: (what: string) => void;
}

/** An event that is stored for good. */
export interface Stored {
  event: StoredEvent;
  /** What it repeats. */
  original?: { id: string; targets: readonly string[] };
}

/** What earlier runs left. */
export interface LeftEvents {
  /** In their order. */
  open: readonly OpenEvent[];
  /** Whether an order of this id came lately. */
  hadOrder(id: string): boolean;
  /** Known from now and from before. */
  damage: readonly Damage[];
}

/** An event that is not delivered everywhere, with what became of it at each target. */
export interface OpenEvent extends Pick<EventHead, 'id' | 'kind' | 'key' | 'receivedAt' | 'duplicateOf'> {
  deliveries: readonly DeliveryState[];
}

/** Which events are wanted: those that satisfy everything given. */
export interface EventQuery {
  /** Received at this time or later, in milliseconds since 1970. */
  since?: number | undefined;
  /** Received before this time. */
  until?: number | undefined;
  kinds?: readonly StoredKind[] | undefined;
  /** At one of these branches, by the ids that the events name. */
  branches?: readonly string[] | undefined;
  /** About one of these orders or tasks. */
  keys?: readonly string[] | undefined;
  /** Orders that the customer knows by this number, in whatever case. */
  number?: string | undefined;
  state?: StateName | undefined;
  /** Only the newest so many of those that fit. */
  newest?: number | undefined;
}

/** An event that was looked for. */
export interface Found {
  event: StoredEvent;
  state: StateName;
  /** What became of it at each target, also where it was never tried. */
  deliveries: readonly DeliveryState[];
}

export interface LatelyOptions {
  /** In milliseconds since 1970. */
  since: number;
  /** Orders, by their ids, of which nothing may be left out. */
  whole: ReadonlySet<string>;
}

/** What may be about open orders. */
export interface Lately {
  /** In the order of storing. */
  found: AsyncIterable<Found>;
  /** Whether an order was left out because it is over. */
  isOver(id: string): boolean;
  /** Where to follow from. What came while they were looked for is there once more. */
  from: FollowOptions['from'];
}

export interface FollowOptions {
  /** Ends the following: the loop over the events ends, without an error. */
  signal: AbortSignal;
  /** Begins after the event of this id, else with what is stored at a time or later, in milliseconds since 1970. */
  from: { after: string } | { since: number };
}

/** What comes of asking for an event. */
export type Claim =
  | { state: 'yours'; event: StoredEvent }
  /** Another forwarder has it, or an event of the same order: it may be free after so many milliseconds. */
  | { state: 'taken'; wait: number }
  /** Nothing is to be done: it was delivered or given up, or removed. */
  | { state: 'settled' };

/** A state of an order that Blink confirmed to us. */
export interface OrderAction {
  /** When, in milliseconds since 1970. */
  at: number;
  blink_order_id: string;
  /** Blink's number of the state, 0 to 4. */
  status: number;
}

/** Something in the store that can't be read: damaged on the disk, or cut off by a crash before it was confirmed. */
export interface Damage {
  /** Where to look for it. */
  where: string;
}

export type OnDamage = (damage: Damage) => void;

export interface PruneOptions {
  /** Days before the one of this time are removed, in milliseconds since 1970. Days are those of UTC. */
  before: number;
  /** Also days with events that are still to be delivered. */
  force?: boolean;
  /** So many days with events stay in any case: with a clock that is years ahead everything would be old. */
  keepDays?: number;
  /** Only finds out what would be removed. */
  dryRun?: boolean;
}

/** The days that were removed, and those that stay because events of them are still to be delivered; oldest first. */
export interface Pruned {
  removed: readonly DayOfEvents[];
  kept: readonly DayOfEvents[];
}

/** A day of an inbox. */
export interface DayOfEvents {
  /** `2026-11-23`. */
  day: string;
  events: number;
  /** How many of them are still to be delivered. */
  pending: number;
}
