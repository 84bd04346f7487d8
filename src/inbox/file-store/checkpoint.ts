import { basename, join } from 'node:path';
import * as v from 'valibot';
import { writeDurably } from '../../storage/files.ts';
import { inspectFile } from '../../storage/refusals.ts';
import { stateNames } from '../delivery.ts';
import { storedKinds } from '../event.ts';
import { checkedLine, checkLine, readRecords, stillHolds } from './checked-lines.ts';
import { deliveryFile, eventDays, eventFile } from './days.ts';
import { parseLine } from './event-lines.ts';
import { bringUp, emptyStanding, type Standing, type Unsettled } from './standing.ts';

// A checkpoint is a cache: it may be removed, and one that is damaged, or is not about the files as they are now, counts
// for nothing. Then all of them are read.

const Head = v.object({
  version: v.literal(1),
  covered: v.record(
    v.string(),
    v.object({
      to: v.number(),
      last: v.exactOptional(v.object({ at: v.number(), length: v.number(), sum: v.number() })),
    }),
  ),
  damage: v.array(v.object({ file: v.string(), at: v.number() })),
  /** How many lines follow. */
  unsettled: v.number(),
});

const text = v.exactOptional(v.string());

const Entry = v.object({
  id: v.string(),
  kind: v.picklist(storedKinds),
  key: v.nullable(v.string()),
  receivedAt: v.string(),
  duplicateOf: text,
  deliveries: v.array(
    v.object({
      target: v.string(),
      state: v.picklist(['pending', 'delivered', 'dead']),
      ...{ attempts: v.number(), error: text, at: text },
    }),
  ),
  state: v.picklist(stateNames),
  settled: v.picklist(stateNames),
  place: v.object({ day: v.string(), at: v.number(), length: v.number() }),
});

const fileIn = (folder: string) => join(folder, 'checkpoint.ndjson');

/** Keeps what became of all events, so that it need not be found out again. @throws CliError `failed` when it can't */
export async function writeCheckpoint(folder: string, standing: Standing): Promise<void> {
  const { covered, damage, unsettled } = standing;
  const head: v.InferOutput<typeof Head> = {
    version: 1,
    covered: Object.fromEntries(
      Array.from(covered, ([file, { to, last }]) => [basename(file), { to, ...(last && { last }) }]),
    ),
    damage: damage.map(({ file, at }) => ({ file: basename(file), at })),
    unsettled: unsettled.size,
  };
  const lines = Array.from(unsettled.values(), (entry) => checkedLine({ ...entry }));
  await writeDurably(fileIn(folder), Buffer.concat([checkedLine(head), ...lines]));
}

/** What became of all events until a checkpoint; of none where there is no good one. */
export async function readCheckpoint(folder: string): Promise<Standing> {
  return (await readWhole(folder).catch(() => undefined)) ?? emptyStanding();
}

/** What became of all events until now. @throws CliError `failed` when a file can't be read */
export async function readStanding(folder: string): Promise<Standing> {
  const standing = await readCheckpoint(folder);
  await bringUp(folder, standing);
  return standing;
}

async function readWhole(folder: string): Promise<Standing | undefined> {
  let head: v.InferOutput<typeof Head> | undefined;
  const unsettled = new Map<string, Unsettled>();
  const decode = (line: Buffer) => {
    if (checkLine(line) !== 'good') return undefined;
    return head === undefined ? { head: parseLine(Head, line) } : { entry: parseLine(Entry, line) };
  };
  let lines = 0;
  for await (const { value } of readRecords(fileIn(folder), decode)) {
    if ('head' in value) head = value.head;
    else if (value.entry !== undefined) unsettled.set(value.entry.id, value.entry);
    lines += 1;
  }
  if (head === undefined || unsettled.size !== head.unsettled || lines !== head.unsettled + 1)
    return undefined;
  return asOfNow(folder, head, unsettled);
}

/** Leaves out days that were removed. @returns undefined where a file is not what it was */
async function asOfNow(
  folder: string,
  { covered, damage }: v.InferOutput<typeof Head>,
  unsettled: Map<string, Unsettled>,
): Promise<Standing | undefined> {
  const days = new Set(await eventDays(folder));
  const [oldest = '9'] = days;
  const standing = emptyStanding();
  for (const [name, { to, last }] of Object.entries(covered)) {
    const file = join(folder, name);
    const day = name.slice(0, 10);
    const size = inspectFile(file)?.size;
    const mayBeGone = file === eventFile(folder, day) || (file === deliveryFile(folder, day) && day < oldest);
    if (size === undefined && mayBeGone) continue;
    if (size === undefined || size < to || (last && !(await stillHolds(file, last)))) return undefined;
    standing.covered.set(file, { to, last });
  }
  for (const [id, entry] of unsettled) if (days.has(entry.place.day)) standing.unsettled.set(id, entry);
  const known = new Set([...standing.covered.keys()].map((file) => basename(file)));
  standing.damage = damage
    .filter(({ file }) => known.has(file))
    .map(({ file, at }) => ({ file: join(folder, file), at }));
  return standing;
}
