import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeEvent } from '../../../src/inbox/file-store/event-lines.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import type { Damage } from '../../../src/inbox/inbox.ts';
import { all, emptyInbox, eventsIn, fill, foundIn, orderBody, samples, until } from '../events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const day = 86_400_000;

describe('a folder of events', () => {
  it('has a file for each day, closed to others', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    await fill(folder, [orderBody('2')], { now: () => noon + day });
    expect(readdirSync(folder)).toEqual(['2026-11-23.ndjson', '2026-11-24.ndjson']);
    expect(statSync(join(folder, '2026-11-23.ndjson')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect((await eventsIn(folder)).map(({ key }) => key)).toEqual(['1', '2']);
  });

  it('is received into by one process at a time', async () => {
    const inbox = fileInbox(emptyInbox());
    const intake = await inbox.receive({ targets: [] });
    await expect(inbox.receive({ targets: [] })).rejects.toMatchObject({ code: 'locked' });
    await intake.close();
    await (await inbox.receive({ targets: [] })).close();
  });

  it('passes over a line that is being written, and tells of one that is damaged', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1'), orderBody('2'), orderBody('3')], { now: () => noon });
    const file = join(folder, '2026-11-23.ndjson');
    const [first = '', second = '', third = ''] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${first}\n${second.replace('Jhon', 'John')}\n${third}\n${first.slice(0, 40)}`);
    const [read, counted]: [Damage[], Damage[]] = [[], []];
    const inbox = fileInbox(folder);
    const events = await all(inbox.read({}, (one) => read.push(one)));
    expect(events.map(({ event }) => event.key)).toEqual(['1', '3']);
    expect(await inbox.count({ keys: ['3'] }, (one) => counted.push(one))).toBe(1);
    expect(read).toEqual([{ where: `${file}, byte ${first.length + 1}` }]);
    expect(counted).toEqual(read);
  });

  it('refuses a link in place of a file', async () => {
    const folder = emptyInbox();
    mkdirSync(folder, { recursive: true });
    const other = join(dirname(folder), 'other');
    writeFileSync(other, '');
    symlinkSync(other, join(folder, '2026-11-23.ndjson'));
    await expect(eventsIn(folder)).rejects.toThrow('is a link to another file');
    await expect(fill(folder, [samples.order], { now: () => noon })).rejects.toThrow('is a link');
  });
});

it('an event that an earlier version stored has its summary all the same, and is found by its number', async () => {
  const folder = emptyInbox();
  const [stored] = await fill(folder, [orderBody('1')], { now: () => noon });
  if (stored === undefined) throw new Error('nothing was stored');
  const { summary, ...earlier } = stored;
  writeFileSync(join(folder, '2026-11-23.ndjson'), encodeEvent(earlier), { mode: 0o600 });
  const inbox = fileInbox(folder);
  const found = await all(inbox.read({ number: 'KHI-1' }));
  expect(found.map(({ event }) => event)).toEqual([stored]);
  expect(summary).toMatchObject({ number: 'KHI-1', items: '1' });
  expect(await inbox.count({ number: 'KHI-1' })).toBe(1);
});

describe('an event of a day with many', () => {
  it('is found by its id, wherever it stands, without what this process remembers', async () => {
    const folder = emptyInbox();
    const bodies = Array.from({ length: 400 }, (_, i) =>
      orderBody(String(i), { kitchen_notes: 'n'.repeat(i % 50 === 0 ? 300_000 : i * 10) }),
    );
    const stored = await fill(folder, bodies, { now: () => noon });
    for (const event of stored.filter((_, i) => i % 7 === 0 || i > 390)) {
      expect((await fileInbox(folder).get(event.id))?.key).toBe(event.key);
    }
  });

  it('is found where ids do not go up: a clock was wrong', async () => {
    const folder = emptyInbox();
    const file = join(folder, '2026-11-23.ndjson');
    const bodies = Array.from({ length: 300 }, (_, i) => orderBody(String(i)));
    const stored = await fill(folder, bodies, { now: () => noon });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${lines.toReversed().join('\n')}\n`);
    for (const event of [stored[0], stored[150], stored[299]]) {
      expect((await fileInbox(folder).get(event?.id ?? ''))?.key).toBe(event?.key);
    }
  });

  it('is not another one that stands in its place, because a file was removed by hand', async () => {
    const folder = emptyInbox();
    const inbox = fileInbox(folder, () => noon);
    const intake = await inbox.receive({ targets: [] });
    await intake.close();
    const [event] = await fill(folder, [orderBody('1')], { now: () => noon });
    const [line = ''] = readFileSync(join(folder, '2026-11-23.ndjson'), 'utf8').split('\n');
    expect((await inbox.get(event?.id ?? ''))?.key).toBe('1');
    const other = line.replace(event?.id ?? '', 'z'.repeat(16));
    writeFileSync(join(folder, '2026-11-23.ndjson'), `${other}\n`);
    expect(await inbox.get(event?.id ?? '')).toBeUndefined();
  });
});

it('following goes on after a batch that was cut off again', async () => {
  const folder = emptyInbox();
  await fill(folder, [orderBody('1')], { now: () => noon });
  const file = join(folder, '2026-11-23.ndjson');
  const whole = readFileSync(file);
  const keys: (string | null)[] = [];
  const ending = new AbortController();
  const ended = (async () => {
    const events = fileInbox(folder).follow({ signal: ending.signal, from: { since: 0 } });
    for await (const { key } of events) keys.push(key);
  })();
  await until(() => keys.length === 1);
  const [before = ''] = whole.toString().split('\n');
  const lost = before.replaceAll('1236', '9999');
  appendFileSync(file, `${lost}\n${lost}\n`);
  // The writer takes the two lines back and stores others, of another length.
  writeFileSync(file, whole);
  await fill(folder, [orderBody('22222'), orderBody('3')], { now: () => noon + 1000 });
  await until(() => keys.length >= 3);
  ending.abort();
  await ended;
  expect(keys).toEqual(['1', '22222', '3']);
});

it('what is known of deliveries survives a line that another process tore off', async () => {
  const folder = emptyInbox();
  const till = 'http://127.0.0.1:9000/';
  const [one] = await fill(folder, [orderBody('1')], { targets: [till], now: () => noon });
  appendFileSync(join(folder, '2026-11-23.deliveries.ndjson'), '{"id":"torn');
  const inbox = fileInbox(folder, () => noon);
  const at = new Date(noon).toISOString();
  await inbox.record({ id: one?.id ?? '', target: till, state: 'delivered', attempt: 1, at });
  await inbox.close();
  expect((await foundIn(folder)).map(({ state }) => state)).toEqual(['delivered']);
});
