import { appendFileSync, mkdirSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { timeOfId } from '../../../src/inbox/event-id.ts';
import { dayOf, eventDays } from '../../../src/inbox/file-store/days.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import type { Intake } from '../../../src/inbox/inbox.ts';
import { arrivalOf, emptyInbox, eventsIn, fill, orderBody, samples } from '../events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const hour = 3_600_000;

describe('repetitions', () => {
  it('are found whatever the order of the keys and the blanks', async () => {
    const folder = emptyInbox();
    const turned = Object.fromEntries(Object.entries(JSON.parse(samples.order.toString())).reverse());
    await fill(folder, [samples.order, Buffer.from(JSON.stringify(turned, null, 2))]);
    expect((await eventsIn(folder))[1]?.duplicateOf).toBeDefined();
  });

  it('of an event that could not be stored are no repetitions', async () => {
    const folder = emptyInbox();
    const intake = await fileInbox(folder).receive({ targets: [] });
    const arrival = await arrivalOf(orderBody('1'), Date.now());
    // A name that no file can have makes the first attempt fail, before anything is written.
    const day = join(folder, `${dayOf(Date.now())}.ndjson`);
    mkdirSync(day, { recursive: true });
    await expect(intake.store(arrival)).rejects.toThrow('is not a plain file');
    renameSync(day, join(folder, 'away'));
    const { event } = await intake.store(arrival);
    await intake.close();
    expect(event.duplicateOf).toBeUndefined();
  });
});

describe('an intake', () => {
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
      const keys = (await eventsIn(folder)).map(({ key }) => key);
      expect(keys).toEqual([...['1', '2'].slice(0, complete), '3']);
    }
  });

  it('gives ids that go on when the clock is set back', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    await fill(folder, [orderBody('2')], { now: () => noon - 2 * hour });
    const [first, second] = await eventsIn(folder);
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
    const open = () => fileInbox(folder, () => now).receive({ targets: [] });
    const store = async (intake: Intake, id: string) => {
      return (await intake.store(await arrivalOf(orderBody(id), now))).event;
    };
    const first = await open();
    await store(first, '1');
    now = noon;
    if (restarts) await first.close();
    const second = restarts ? await open() : first;
    const event = await store(second, '2');
    await store(second, '3');
    await second.close();
    expect(timeOfId(event.id)).toBe(noon);
    expect(await eventDays(folder)).toEqual(['2026-11-23', dayOf(ahead)]);
  });

  it('keeps its days at a start with the clock years ahead', async () => {
    const folder = emptyInbox();
    for (const day of [0, 1, 2])
      await fill(folder, [orderBody(String(day))], { now: () => noon + day * 24 * hour });
    const years = 5 * 365 * 24 * hour;
    await fileInbox(folder).prune({ before: noon + years, keepDays: 2 });
    expect(await eventDays(folder)).toEqual(['2026-11-24', '2026-11-25']);
  });
});
