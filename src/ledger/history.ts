import { readFileSync } from 'node:fs';
import { storageFault } from '../storage/faults.ts';
import { isMissing } from '../storage/refusals.ts';
import { applyEntry } from './apply-entry.ts';
import { readLine } from './book-line.ts';
import { applySummary, isSummary } from './compaction.ts';
import { type Entry, isEntry, type Kind } from './entry.ts';
import { type BookName, bookPath } from './ledger.ts';
import { emptyState, type Standing } from './ledger-state.ts';
import { later } from './timestamp.ts';

/** One thing that happened to a record. */
export interface Event {
  /** Milliseconds since 1970, by the clock of the computer at that time. */
  at: number;
  kind: Kind;
  /** The command; undefined for what happened before the book was made anew. */
  job?: string | undefined;
  /** Where it was sent to, in words. */
  to?: string | undefined;
  what: 'sent' | 'confirmed' | 'refused' | 'not sent' | 'unknown' | 'found' | 'not found';
  /** What the service calls it, or why it was refused. */
  detail?: string | undefined;
}

/**
 * What happened to the records with an id in a book, those of one kind after those of another. Damaged lines are passed over.
 * @throws CliError `failed` when the book can't be read
 */
export function historyOf(folder: string, name: BookName, id: string): Event[] {
  const state = emptyState();
  const events: Event[] = [];
  for (const value of valuesIn(bookPath(folder, name))) {
    if (isSummary(value)) {
      applySummary(state, value);
      if (value.kept === 'record' && value.id === id)
        events.push(...eventsBefore(value.kind, value.standing));
    }
    if (!isEntry(value)) continue;
    const underWay = new Map(state.runs.get(value.run)?.underWay);
    applyEntry(state, value);
    const run = state.runs.get(value.run);
    if (run === undefined) continue;
    const { kind, job, to } = run.begin;
    const isIt = (position: number) => run.items[position]?.[0] === id;
    for (const [what, detail] of happenings(value, underWay, isIt)) {
      events.push({ at: later(run.begin, value.t).at, kind, job, to, what, detail });
    }
  }
  return [...state.records].flatMap(([kind, records]) =>
    records.has(id) ? events.filter((event) => event.kind === kind) : [],
  );
}

/** What a line says of the records that `isIt` is true for. */
function happenings(
  { sent, end, refused = [], found = [], absent = [] }: Entry,
  underWay: ReadonlyMap<number, readonly number[]>,
  isIt: (position: number) => boolean,
): [Event['what'], string | undefined][] {
  const ended = end ? (underWay.get(end.n) ?? []) : [];
  const ends = {
    confirmed: 'confirmed',
    refused: 'refused',
    unsent: 'not sent',
    unknown: 'unknown',
  } as const;
  const named = refused.filter(([position]) => isIt(position));
  return [
    ...(sent?.items.filter(isIt) ?? []).map((): [Event['what'], undefined] => ['sent', undefined]),
    ...named.map(([, why]): [Event['what'], string] => ['refused', why]),
    ...ended.flatMap((position, i): [Event['what'], string | undefined][] =>
      end && isIt(position) && named.length === 0 ? [[ends[end.is], end.as?.[i] ?? end.why]] : [],
    ),
    ...found.filter(([position]) => isIt(position)).map(([, as]): [Event['what'], string] => ['found', as]),
    ...absent.filter(isIt).map((): [Event['what'], undefined] => ['not found', undefined]),
  ];
}

/** What a book that was made anew still shows of a record. */
function eventsBefore(kind: Kind, { confirmed, doubts, refused }: Standing): Event[] {
  return [
    ...confirmed.map(({ when, as }): Event => ({ at: when.at, kind, what: 'confirmed', detail: as })),
    ...(refused ? [{ at: refused.when.at, kind, what: 'refused', detail: refused.why } as const] : []),
    ...doubts.map(({ when, why }): Event => ({ at: when.at, kind, what: 'unknown', detail: why })),
  ];
}

function* valuesIn(path: string): Generator<unknown> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return;
    throw storageFault('read', path, error);
  }
  for (let begin = 0, end = 0; end >= 0; begin = end + 1) {
    end = bytes.indexOf(0x0a, begin);
    const line = end < 0 ? undefined : readLine(bytes.subarray(begin, end));
    if (line && 'value' in line) yield line.value;
  }
}
