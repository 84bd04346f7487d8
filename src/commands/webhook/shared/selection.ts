import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { CliError } from '../../../errors.ts';
import { type StateName, stateNames } from '../../../inbox/delivery.ts';
import { type StoredKind, storedKinds } from '../../../inbox/event.ts';
import type { Damage, EventQuery, Found } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import { nearest } from '../../../spelling.ts';
import { cleanText } from '../../../terminal/clean.ts';
import { branchIdOf } from '../../shared/branch-codes.ts';
import { warnOfUnknownBranch } from '../../shared/unknown-branches.ts';
import { openInbox } from '../../shared/webhook-inbox.ts';
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

/** What is asked of the inbox for them. An event may name its branch by Blink's id or by the till's own code. */
export function queryFor(context: Context, { kind, branch, ...selection }: Selection): EventQuery {
  const branches = branch === undefined ? undefined : [branch, branchIdOf(context)(branch)];
  return { ...selection, kinds: kind && [kind], branches };
}

/**
 * Finds the events that are meant, oldest first.
 * @param more narrows them further
 * @param damage is given what can't be read in the inbox; without it that is told of on stderr
 */
export async function* select(
  context: Context,
  selection: Selection,
  more: Pick<EventQuery, 'keys' | 'newest'> = {},
  damage?: Damage[],
): AsyncGenerator<Found> {
  const damaged = damage ?? [];
  const inbox = await openInbox(context);
  const query = { ...queryFor(context, selection), ...more };
  let isFound = false;
  for await (const found of inbox.read(query, (one) => damaged.push(one))) {
    isFound = true;
    yield found;
  }
  const { branch } = selection;
  if (branch !== undefined && !isFound) {
    const others = selection.state === undefined ? 0 : await inbox.count({ ...query, state: undefined });
    if (others === 0) await warnOfUnknownBranch(context, '--branch', branch);
  }
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
  const where = first === undefined ? '' : `: ${cleanText(first.where)}`;
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
