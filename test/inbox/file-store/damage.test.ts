import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readAttempts } from '../../../src/inbox/file-store/attempts.ts';
import { openBooks } from '../../../src/inbox/file-store/books.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import { leftIn } from '../../../src/inbox/file-store/left-events.ts';
import type { Damage } from '../../../src/inbox/inbox.ts';
import { some } from '../../thorough.ts';
import { all, emptyInbox, eventsIn, fill, orderBody, statusBody } from '../events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const events = '2026-11-23.ndjson';
const deliveries = '2026-11-23.deliveries.ndjson';

async function readAll(folder: string, damage: Damage[]) {
  const found = await all(fileInbox(folder).read({}, (one) => damage.push(one)));
  return found.map(({ event }) => event);
}

/** Does a job with each single bit of a file turned, or with some of them. @returns how many bits it has */
async function eachFlip(file: string, job: () => Promise<void>): Promise<number> {
  const whole = readFileSync(file);
  const bits = Array.from({ length: whole.length * 8 }, (_, bit) => bit);
  for (const bit of some(bits, 401)) {
    const damaged = Buffer.from(whole);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    writeFileSync(file, damaged, { mode: 0o600 });
    await job();
  }
  writeFileSync(file, whole, { mode: 0o600 });
  return whole.length * 8;
}

it('any bit of an inbox that is turned is told of, and no event is another than it was', async () => {
  const folder = emptyInbox();
  await fill(folder, [statusBody('1', 1), statusBody('2', 1)], { now: () => noon, targets: ['exec'] });
  const before = (await eventsIn(folder)).map((event) => JSON.stringify(event));
  expect(before).toHaveLength(2);
  const flips = await eachFlip(join(folder, events), async () => {
    const damage: Damage[] = [];
    const read = await readAll(folder, damage);
    expect(damage.length).toBeGreaterThan(0);
    const standing = await openBooks(folder).standing();
    expect((await leftIn(folder, standing, noon, () => {})).damage.length).toBeGreaterThan(0);
    for (const event of read) expect(before).toContain(JSON.stringify(event));
  });
  expect(flips).toBeGreaterThan(4000);
});

it('any bit of what is known of deliveries that is turned is told of', async () => {
  const folder = emptyInbox();
  const inbox = fileInbox(folder, () => noon);
  const at = new Date(noon).toISOString();
  const id = '1'.repeat(16);
  await inbox.record({ id, target: 'exec', state: 'delivered', attempt: 1, at });
  await inbox.close();
  const file = join(folder, deliveries);
  // Before each batch stands an empty line, of which nothing is read.
  writeFileSync(file, readFileSync(file).subarray(1), { mode: 0o600 });
  const whole = readFileSync(file);
  await eachFlip(file, async () => {
    const damage: Damage[] = [];
    const attempts = await readAttempts(folder, [id], (one) => damage.push(one));
    const isEnd = readFileSync(file).at(-1) !== whole.at(-1);
    expect([attempts.get(id)?.size, damage.length]).toEqual(isEnd ? [1, 1] : [0, 1]);
  });
});

it('an event whose line feed was damaged is kept when the next one is stored', async () => {
  const folder = emptyInbox();
  await fill(folder, [orderBody('1')], { now: () => noon });
  const file = join(folder, events);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = 0x0b;
  writeFileSync(file, bytes, { mode: 0o600 });
  await fill(folder, [orderBody('2')], { now: () => noon });
  const damage: Damage[] = [];
  const read = await readAll(folder, damage);
  expect([read.map(({ key }) => key), damage]).toEqual([['1', '2'], []]);
});

it('lines of before, with a checksum of the body only, are read', async () => {
  const folder = emptyInbox();
  await fill(folder, [statusBody('9', 1)], { now: () => noon });
  const line =
    '{"id":"1kjd2sy40000abcd","receivedAt":"2026-11-23T12:00:00.000Z","kind":"unknown","key":null,"branch":null,"path":"/","why":"its body is not JSON","sum":"LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ","text":"hello"}\n';
  writeFileSync(join(folder, events), line, { mode: 0o600 });
  const damage: Damage[] = [];
  const read = await readAll(folder, damage);
  expect([read.map(({ body }) => String(body)), damage]).toEqual([['hello'], []]);
  writeFileSync(join(folder, events), line.replace('hello', 'hallo'), { mode: 0o600 });
  expect(await eventsIn(folder)).toEqual([]);
});

it('a file that was removed by hand is told of, and loses nothing that comes then', async () => {
  const folder = emptyInbox();
  const losses: string[] = [];
  const inbox = await fileInbox(folder, () => noon).receive({
    targets: [],
    onLoss: (file) => losses.push(file),
  });
  const arrival = (text: string) => ({
    ...{ receivedAt: new Date(noon).toISOString(), path: '/', kind: 'unknown' as const },
    ...{ key: null, branch: null, why: 'it is a test', body: Buffer.from(text) },
  });
  await inbox.store(arrival('gone'));
  rmSync(join(folder, events));
  await Promise.all(['1', '2', '3'].map((text) => inbox.store(arrival(text))));
  rmSync(join(folder, events));
  await inbox.store(arrival('4'));
  await inbox.close();
  expect((await eventsIn(folder)).map(({ body }) => String(body))).toEqual(['4']);
  expect(losses).toEqual([join(folder, events), join(folder, events)]);
});
