import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBooks } from '../../../src/inbox/file-store/books.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import { leftIn } from '../../../src/inbox/file-store/left-events.ts';
import type { Damage, EventQuery } from '../../../src/inbox/inbox.ts';
import { times } from '../../thorough.ts';
import { all, emptyInbox, fill, orderBody, statusBody } from '../events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const day = 86_400_000;
const till = 'http://127.0.0.1:9000/';

/** Writes an index and a checkpoint, in blocks of few lines. */
async function keepBooks(folder: string): Promise<void> {
  const books = openBooks(folder, { most: 3 });
  await books.standing();
  await books.write();
  await books.close();
}

/** Four days of events in every state, some of them sent on by hand; the books are kept after each part. */
async function history(options: { keepsBooks: boolean }): Promise<string> {
  const folder = emptyInbox();
  let clock = noon;
  const inbox = fileInbox(folder, () => clock);
  const ids: string[] = [];
  for (let part = 0; part < 4; part++) {
    const at = noon + part * day;
    clock = at;
    const bodies = [
      ...[orderBody(`${part}1`), statusBody(`${part}1`, 1), statusBody(`${part}1`, 3)],
      ...[orderBody(`${part}2`), orderBody(`${part}2`), Buffer.from('?'), orderBody(`${part}3`)],
      ...[statusBody(`${part}3`, 4), statusBody(`${part}2`, 1), Buffer.from('!')],
    ];
    const targets = part === 2 ? [] : part === 3 ? [till, 'exec'] : [till];
    const events = await fill(folder, bodies, { targets, now: () => at });
    ids.push(...events.map(({ id }) => id));
    const [one = '', two = '', three = '', four = '', , aside = '', seventh = ''] = events.map(
      ({ id }) => id,
    );
    const entry = { target: till, at: new Date(at).toISOString(), attempt: 1 };
    await inbox.record({ ...entry, id: one, state: 'delivered' });
    await inbox.record({ ...entry, id: two, state: 'failed', error: 'busy' });
    await inbox.record({ ...entry, id: three, state: 'dead', error: 'it answered 410' });
    if (part > 0) await inbox.record({ ...entry, id: aside, state: 'delivered' });
    await inbox.record({ ...entry, id: seventh, state: 'delivered' });
    if (options.keepsBooks) await keepBooks(folder);
    await inbox.record({ ...entry, id: two, state: 'delivered', attempt: 2 });
    // What was settled long ago goes out once more, and is not taken; what had been given up is.
    await inbox.record({ ...entry, id: ids[0] ?? '', target: 'exec', state: 'dead', error: 'exit code 1' });
    if (part === 2) await inbox.record({ ...entry, id: ids[2] ?? '', state: 'delivered', attempt: 2 });
    if (part === 1) await inbox.record({ ...entry, id: four, state: 'delivered' });
  }
  if (options.keepsBooks) await keepBooks(folder);
  await inbox.close();
  return folder;
}

const queries: readonly EventQuery[] = [
  ...[{}, { newest: 1 }, { newest: 7 }, { keys: ['12', '33'] }, { number: 'khi-21' }],
  ...(['stored', 'pending', 'delivered', 'dead', 'duplicate', 'quarantined'] as const).flatMap((state) => [
    { state },
    { state, newest: 2 },
  ]),
  ...[
    { since: noon + day },
    { until: noon + day, newest: 3 },
    { since: noon + day, kinds: ['task'] as const },
  ],
  ...[
    { kinds: ['order'] as const, newest: 4 },
    { branches: ['12345'], newest: 9 },
  ],
];

/** All that can be asked of an inbox. */
async function answers(folder: string, asked = queries) {
  const inbox = fileInbox(folder, () => noon + 4 * day);
  const found = [];
  for (const query of asked) {
    const events = await all(inbox.read(query));
    found.push(
      events.map(({ event, state, deliveries }) => [event.key, String(event.body), state, deliveries]),
    );
    found.push(await inbox.count(query));
  }
  const lately = await inbox.lately({ since: noon, whole: new Set(['11']) });
  const open = (await all(lately.found)).map(({ event, state }) => [event.key, String(event.body), state]);
  const standing = await openBooks(folder).standing();
  const left = await leftIn(folder, standing, noon + 4 * day, () => {});
  return {
    found,
    open,
    over: ['01', '11', '12', '31', '33', '99'].map(lately.isOver),
    left: left.open.map(({ key, deliveries }) => [
      key,
      deliveries.toSorted((a, b) => (a.target < b.target ? -1 : 1)),
    ]),
    orders: ['11', '31', '32', '99'].map(left.hadOrder),
    pruned: await inbox.prune({ before: noon + 3 * day, dryRun: true }),
    damage: left.damage,
  };
}

const caches = (folder: string) => readdirSync(folder).filter((name) => /index$|^checkpoint/.test(name));

it('what an inbox says is the same with an index and a checkpoint, and after they were removed', async () => {
  const expected = await answers(await history({ keepsBooks: false }));
  expect(expected.found[0]).toHaveLength(40);
  expect(expected.over).toEqual([true, false, false, true, true, false]);
  expect(expected.open.map(([key]) => key).filter((key) => /[13]$/.test(key ?? ''))).toEqual([
    '11',
    '11',
    '11',
  ]);
  const folder = await history({ keepsBooks: true });
  expect(caches(folder)).toHaveLength(9);
  expect(await answers(folder)).toEqual(expected);
  for (const name of caches(folder)) {
    const bytes = readFileSync(join(folder, name));
    rmSync(join(folder, name));
    expect(await answers(folder)).toEqual(expected);
    writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  }
});

it('an index or a checkpoint that is damaged or cut off anywhere changes nothing, and is made anew', async () => {
  const folder = await history({ keepsBooks: true });
  const asked: readonly EventQuery[] = [
    { newest: 2 },
    { keys: ['12'] },
    { state: 'pending' },
    { number: 'khi-21' },
  ];
  const expected = await answers(folder, asked);
  for (const name of ['checkpoint.ndjson', '2026-11-24.index', '2026-11-24.deliveries.index']) {
    const file = join(folder, name);
    const whole = readFileSync(file);
    const tries = times(15, 500);
    for (let i = 0; i < tries; i++) {
      const bit = Math.floor((i * 8 * whole.length) / tries) + (i % 8);
      const damaged = Buffer.from(whole);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      for (const bytes of [damaged, whole.subarray(0, bit >> 3)]) {
        writeFileSync(file, bytes, { mode: 0o600 });
        expect(await answers(folder, asked)).toEqual(expected);
      }
    }
    await keepBooks(folder);
    expect(await answers(folder, asked)).toEqual(expected);
  }
});

it('a file that was changed by hand is read as it is, whatever the index says', async () => {
  const folder = await history({ keepsBooks: true });
  const file = join(folder, '2026-11-24.ndjson');
  const [first, second, ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${[second, ...rest].join('\n')}\n`, { mode: 0o600 });
  const inbox = fileInbox(folder);
  const keys = async (query: EventQuery) => (await all(inbox.read(query))).map(({ event }) => event.key);
  expect(await keys({ keys: ['11'] })).toEqual(['11', '11']);
  expect(await keys({ newest: 40 })).toHaveLength(39);
  writeFileSync(file, `${[second, ...rest, first].join('\n')}\n`, { mode: 0o600 });
  expect(await keys({ keys: ['11'] })).toEqual(['11', '11', '11']);
});

it('damage of before is told of also where an index tells of the lines around it', async () => {
  const folder = await history({ keepsBooks: false });
  const file = join(folder, '2026-11-23.ndjson');
  const lines = readFileSync(file, 'utf8').split('\n');
  const damaged = lines.map((line, i) => (i === 4 ? line.replace('Jhon', 'John') : line));
  writeFileSync(file, damaged.join('\n'), { mode: 0o600 });
  await keepBooks(folder);
  const where = `${file}, byte ${lines.slice(0, 4).join('\n').length + 1}`;
  const [counted, read, found]: Damage[][] = [[], [], []];
  const inbox = fileInbox(folder);
  await inbox.count({}, (one) => counted?.push(one));
  await all(inbox.read({}, (one) => read?.push(one)));
  await all(inbox.read({ keys: ['01'] }, (one) => found?.push(one)));
  const left = await leftIn(folder, await openBooks(folder).standing(), noon, () => {});
  expect([counted, read, found, left.damage]).toEqual(Array.from({ length: 4 }, () => [{ where }]));
});

it('what is stored after the books were kept is known', async () => {
  const folder = await history({ keepsBooks: true });
  const [stored] = await fill(folder, [orderBody('99')], { targets: [till], now: () => noon + 5 * day });
  appendFileSync(join(folder, '2026-11-28.ndjson'), '{"id":"torn');
  const inbox = fileInbox(folder);
  expect((await all(inbox.read({ state: 'pending', newest: 1 }))).map(({ event }) => event)).toEqual([
    stored,
  ]);
  expect((await all(inbox.read({ newest: 1 }))).map(({ event }) => event)).toEqual([stored]);
  expect(await inbox.count({ since: noon + 5 * day })).toBe(1);
});
