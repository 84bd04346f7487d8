import type { StoredEvent } from '../event.ts';

/** What came of an attempt to deliver an event. */
export type Attempt =
  | { outcome: 'delivered' }
  /** It may pass: no answer, an error of the target's own, an address that is wrong for now. */
  | {
      outcome: 'failed';
      why: string;
      /** False when the target can't be reached at all, so that the event has no part in it. */
      reached: boolean;
      /** How long the target asks to be left alone, in milliseconds. */
      retryAfter?: number | undefined;
    }
  /** The target said that it will never want this event. */
  | { outcome: 'refused'; why: string };

/** An attempt that may pass. */
export type Failure = Extract<Attempt, { outcome: 'failed' }>;

/** Where events are forwarded to. */
export interface Target {
  /** What deliveries are kept under: the address, or `exec`. */
  name: string;
  /** The longest that one attempt takes, in milliseconds. */
  timeout: number;
  /**
   * Tries once, and never rejects.
   * @param attempt which attempt it is, from 1
   */
  deliver(event: StoredEvent, attempt: number, signal: AbortSignal): Promise<Attempt>;
  close(): Promise<void>;
}
