import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/inbox/classify/classify.ts';
import { eventDays } from '../../../src/inbox/store/days.ts';
import { timeOfId } from '../../../src/inbox/store/event-id.ts';
import { readEvent, readInbox } from '../../../src/inbox/store/inbox.ts';
import { removeSettledDays } from '../../../src/inbox/store/prune.ts';
import { type InboxWriter, openInbox } from '../../../src/inbox/store/writer.ts';
import { all, emptyInbox, fill, orderBody, samples, statusBody } from '../events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const hour = 3_600_000;

describe('repetitions', () => {
  it.each([
    ['an order again', [orderBody('1'), orderBody('1')], [undefined, 0]],
    [
      'an order again, later',
      [orderBody('1'), statusBody('1', 1), orderBody('1')],
      [undefined, undefined, 0],
    ],
    [
      'an order that changed',
      [orderBody('1'), orderBody('1', { kitchen_notes: 'mirchi kam' })],
      [undefined, undefined],
    ],
    ['the same words for another order', [orderBody('1'), orderBody('2')], [undefined, undefined]],
    ['a state again', [statusBody('1', 1), statusBody('1', 1), statusBody('1', 1)], [undefined, 0, 0]],
    [
      'a state that comes back',
      [statusBody('1', 1), statusBody('1', 2), statusBody('1', 1)],
      [undefined, undefined, undefined],
    ],
    ['the same state of another order', [statusBody('1', 1), statusBody('2', 1)], [undefined, undefined]],
    ['a task again', [samples.task, samples.task], [undefined, 0]],
    ['garbage again', [Buffer.from('?'), Buffer.from('?')], [undefined, undefined]],
  ])('%s', async (_, bodies, expected) => {
    for (const restart of [false, true]) {
      const folder = emptyInbox();
      if (restart) for (const body of bodies) await fill(folder, [body]);
      else await fill(folder, bodies);
      const events = await all(readInbox(folder));
      const originals = events.map(({ duplicateOf }) => duplicateOf);
      expect(originals).toEqual(expected.map((i) => (i === undefined ? undefined : events[i]?.id)));
    }
  });

  it('are found whatever the order of the keys and the blanks', async () => {
    const folder = emptyInbox();
    const turned = Object.fromEntries(Object.entries(JSON.parse(samples.order.toString())).reverse());
    await fill(folder, [samples.order, Buffer.from(JSON.stringify(turned, null, 2))]);
    expect((await all(readInbox(folder)))[1]?.duplicateOf).toBeDefined();
  });

  it('of an event that could not be stored are no repetitions', async () => {
    const folder = emptyInbox();
    const inbox = await openInbox(folder, { targets: [] });
    const arrival = {
      receivedAt: new Date().toISOString(),
      path: '/',
      ...(await classify(orderBody('1'), { encoding: undefined, expected: undefined, limit: 1e6 })),
    };
    // A name that no file can have makes the first attempt fail, before anything is written.
    const { mkdirSync, renameSync } = await import('node:fs');
    const day = new Date().toISOString().slice(0, 10);
    mkdirSync(join(folder, `${day}.ndjson`), { recursive: true });
    await expect(inbox.store(arrival)).rejects.toThrow('is not a plain file');
    renameSync(join(folder, `${day}.ndjson`), join(folder, 'away'));
    const { event } = await inbox.store(arrival);
    await inbox.close();
    expect(event.duplicateOf).toBeUndefined();
  });
});

describe('a writer', () => {
  it('stores what comes at once in the order it came, each where it says', async () => {
    const folder = emptyInbox();
    const inbox = await openInbox(folder, { targets: [] });
    const bodies = Array.from({ length: 500 }, (_, i) => orderBody(String(i)));
    const classified = await Promise.all(
      bodies.map((body) => classify(body, { encoding: undefined, expected: undefined, limit: 1e6 })),
    );
    const stored = await Promise.all(
      classified.map((one) => inbox.store({ receivedAt: new Date().toISOString(), path: '/', ...one })),
    );
    await inbox.close();
    const ids = stored.map(({ event }) => event.id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(500);
    expect((await all(readInbox(folder))).map(({ id }) => id)).toEqual(ids);
    for (const { event, place } of stored) expect(await readEvent(folder, place)).toEqual(event);
  });

  it('cuts off what a crash left of a line, and glues nothing to it', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1'), orderBody('2')], { now: () => noon });
    const file = join(folder, '2026-11-23.ndjson');
    const whole = readFileSync(file);
    for (const size of [whole.length - 1, whole.length - 100, whole.indexOf('\n') + 1, 10, 0]) {
      truncateSync(file, 0);
      appendFileSync(file, whole.subarray(0, size));
      const complete = whole.subarray(0, size).toString().split('\n').length - 1;
      await fill(folder, [orderBody('3')], { now: () => noon + hour });
      const keys = (await all(readInbox(folder))).map(({ key }) => key);
      expect(keys).toEqual([...['1', '2'].slice(0, complete), '3']);
    }
  });

  it('gives ids that go on when the clock is set back', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    await fill(folder, [orderBody('2')], { now: () => noon - 2 * hour });
    const [first, second] = await all(readInbox(folder));
    expect(second?.key).toBe('2');
    expect((second?.id ?? '') > (first?.id ?? '')).toBe(true);
  });

  it.each([
    ['between two runs', true],
    ['within a run', false],
  ])('files events under their day after a clock that was years ahead, %s', async (_, restarts) => {
    const folder = emptyInbox();
    const ahead = noon + 5 * 365 * 24 * hour;
    let now = ahead;
    const open = () => openInbox(folder, { targets: [], now: () => now });
    const store = async (inbox: InboxWriter, id: string) => {
      const classified = await classify(orderBody(id), {
        encoding: undefined,
        expected: undefined,
        limit: 1e6,
      });
      return await inbox.store({ receivedAt: new Date(now).toISOString(), path: '/', ...classified });
    };
    const first = await open();
    await store(first, '1');
    now = noon;
    const second = restarts ? await open() : first;
    const { event, place } = await store(second, '2');
    await store(second, '3');
    await first.close();
    await second.close();
    expect([place.day, timeOfId(event.id)]).toEqual(['2026-11-23', noon]);
    const days = (await eventDays(folder)).map((day) => day.slice(0, 4));
    expect(days).toEqual(['2026', '2031']);
  });

  it('keeps its days at a start with the clock years ahead', async () => {
    const folder = emptyInbox();
    for (const day of [0, 1, 2])
      await fill(folder, [orderBody(String(day))], { now: () => noon + day * 24 * hour });
    await removeSettledDays(folder, 2, noon + 5 * 365 * 24 * hour);
    expect(await eventDays(folder)).toEqual(['2026-11-24', '2026-11-25']);
  });
});
