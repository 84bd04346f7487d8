import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { CliError } from '../../../errors.ts';
import {
  type Damage,
  type DeliveryState,
  deliveriesOf,
  eventStates,
  readInbox,
  type StateName,
  type StoredEvent,
  type StoredKind,
  stateNames,
  stateOf,
  storedKinds,
} from '../../../inbox/store/inbox.ts';
import type { Context } from '../../../session/context.ts';
import { nearest } from '../../../spelling.ts';
import { cleanText } from '../../../terminal/clean.ts';
import { branchIdOf } from '../../shared/branch-codes.ts';
import { warnOfUnknownBranch } from '../../shared/unknown-branches.ts';
import { inboxFolder } from '../../shared/webhook-inbox.ts';
import { plural } from '../../shared/words.ts';
import { moment } from './moment.ts';

/** Which events a command is about. */
export interface Selection {
  since?: number | undefined;
  until?: number | undefined;
  kind?: StoredKind | undefined;
  branch?: string | undefined;
  state?: StateName | undefined;
}

/** An event with what became of it. */
export interface Found {
  event: StoredEvent;
  state: StateName;
  deliveries: readonly DeliveryState[];
}

/** Adds the flags that say which events are meant. */
export function selectionFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .option('--since <time>', 'received since then: 30m, 2h, 7d ago, or 2026-11-23T18:00', moment)
    .option('--until <time>', 'received before then', moment)
    .option('--kind <kind>', storedKinds.join(', '), oneOf(storedKinds))
    .option('--branch <branch>', "Blink's id of a branch, or your own code for it")
    .option('--state <state>', stateNames.join(', '), oneOf(stateNames));
}

/**
 * Finds the events that are meant, oldest first.
 * @param damage is given the lines of the inbox that can't be read; without it they are told of on stderr
 */
export async function* select(
  context: Context,
  { since, until, kind, branch, state: wanted }: Selection,
  damage?: Damage[],
): AsyncGenerator<Found> {
  const folder = inboxFolder(context);
  const damaged = damage ?? [];
  const note = (one: Damage) => damaged.push(one);
  const states = await eventStates(folder, note);
  const filter = { ...{ since, until }, kinds: kind && [kind] };
  // An event may name its branch by Blink's id or by the till's own code.
  const branches = branch === undefined ? undefined : [branch, branchIdOf(context)(branch)];
  let isFound = false;
  for await (const event of readInbox(folder, filter, note)) {
    if (branches !== undefined && !branches.includes(event.branch ?? '')) continue;
    const state = stateOf(event, states);
    isFound = true;
    if (wanted === undefined || state === wanted) {
      yield { event, state, deliveries: deliveriesOf(event, states) };
    }
  }
  if (branch !== undefined && !isFound) await warnOfUnknownBranch(context, '--branch', branch);
  if (damage === undefined && damaged.length > 0) context.output.warn(`Warning: ${wordsOf(damaged)}`);
}

/** @throws CliError `failed` when lines of the inbox can't be read: what a check of it comes to */
export function refuseDamage(damage: readonly Damage[]): void {
  if (damage.length === 0) return;
  throw new CliError('failed', wordsOf(damage), {
    hint: 'All else is shown. Look at that line with an editor: remove it once nothing in it is needed.',
  });
}

function wordsOf(damage: readonly Damage[]): string {
  const [first] = damage;
  const where = first === undefined ? '' : `: ${cleanText(first.file)}, byte ${first.at}`;
  return `${plural(damage.length, 'line')} of the inbox can't be read${where}.`;
}

/** What is said where there is nothing to show. */
export function nothingFound({ profile, settings }: Context): string {
  const environment = settings.environment?.value ?? 'no environment';
  return `There are no such events (${environment}, profile ${profile}).`;
}

function oneOf<T extends string>(names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    const meant = nearest(text, names);
    throw new InvalidArgumentError(`Expected ${names.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`);
  };
}
