import type { Standing } from '../ledger/ledger-state.ts';
import { isProvenAbsent, nextLookIn } from '../ledger/proof-of-absence.ts';
import type { RunNotes } from '../ledger/run-notes.ts';
import type { Timestamp } from '../ledger/timestamp.ts';
import type { Outcome } from './report.ts';

/** What the service says of a record in doubt. Absent is only what the service itself calls so. */
export type Look = { is: 'found'; as: string } | { is: 'absent' } | { is: 'unclear'; why: string };

/** How to treat calls that must not be made twice. */
export interface OnceRules<Item> {
  /** Asks the service for a record in doubt. */
  look(item: Item): Promise<Look>;
  /** The command that looks for it, for people. */
  lookedUpBy(item: Item): string;
  /** True makes calls again that the ledger knows. */
  again: boolean;
  /** The hash of a record's content. */
  hashOf(item: Item): string;
  /** This moment. */
  now(): Timestamp;
}

/** Whether a record may be sent, and what the decision went by; or what there is to say instead. */
export type Decision = { send: Standing | 'nothing' } | { instead: Omit<Outcome, 'id'> };

/** Decides about a record that must not be sent twice by what the ledger shows of it, and asks the service where that is in doubt. */
export async function decide<Item>(
  item: Item,
  position: number,
  notes: RunNotes,
  rules: OnceRules<Item>,
): Promise<Decision> {
  const standing = notes.standing(position);
  if (standing === undefined || rules.again) return { send: standing ?? 'nothing' };
  if (standing.doubts.length > 0) return inDoubt(item, position, notes, rules);
  const last = standing.confirmed.at(-1);
  if (last === undefined) return { send: standing };
  const known = { outcome: 'skipped', as: last.as, doneAt: last.when.at } as const;
  if (last.hash === rules.hashOf(item)) return { instead: known };
  return { instead: { ...known, error: 'It was made already, with other details. They were not changed.' } };
}

/**
 * Looks for a record that was sent and never answered for, and notes what comes of it.
 * @param why it is in doubt, where it was sent just now
 */
export async function inDoubt<Item>(
  item: Item,
  position: number,
  notes: RunNotes,
  { look, lookedUpBy, now }: OnceRules<Item>,
  why?: string,
): Promise<Decision> {
  const found = await look(item);
  if (found.is === 'found') {
    await notes.looked(position, found.as);
    return { instead: { outcome: 'done', as: found.as } };
  }
  const hint = `Look for it before you send it again: ${lookedUpBy(item)}`;
  if (found.is === 'unclear') {
    const error = why === undefined ? `${sentBefore} ${found.why}` : `${why} ${notSettled}`;
    return { instead: { outcome: 'unknown', error: `${error} ${hint}` } };
  }
  await notes.looked(position, undefined);
  const standing = notes.standing(position);
  if (standing === undefined || isProvenAbsent(standing)) return { send: standing ?? 'nothing' };
  const minutes = Math.ceil(nextLookIn(standing, now()) / 60_000);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const next = `Blink does not show it yet. Run this again in ${wait}: it is sent again once it is certain that it is not there.`;
  return { instead: { outcome: 'unknown', error: `${why ?? sentBefore} ${next} ${hint}` } };
}

const sentBefore = 'It was sent before, and it is not known whether it took effect.';
const notSettled = 'A look for it did not settle that.';
