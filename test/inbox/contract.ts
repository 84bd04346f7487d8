import { describe, expect, it, onTestFinished } from 'vitest';
import type { StoredEvent } from '../../src/inbox/event.ts';
import type { EventQuery, FollowOptions, Inbox } from '../../src/inbox/inbox.ts';
import {
  all,
  arrivalOf,
  type FillOptions,
  fillInbox,
  orderBody,
  samples,
  statusBody,
  until,
} from './events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const hour = 3_600_000;
const day = 24 * hour;
const till = 'http://127.0.0.1:9000/';

/**
 * What every store of events keeps to.
 * @param open makes an empty store, which dates by this clock
 */
export function inboxContract(name: string, open: (now: () => number) => Inbox): void {
  /** A store with a clock that is set. */
  function start() {
    const clock = { time: noon };
    const inbox = open(() => clock.time);
    onTestFinished(() => inbox.close());
    const fill = (
      bodies: readonly Buffer[],
      { at = clock.time, ...options }: FillOptions & { at?: number } = {},
    ) => {
      clock.time = at;
      return fillInbox(inbox, bodies, { ...options, now: () => at });
    };
    const keys = async (query?: EventQuery) => (await all(inbox.read(query))).map(({ event }) => event.key);
    return { clock, inbox, fill, keys };
  }

  describe(`${name}: what is stored`, () => {
    it.each([
      ['the order of the vendor', samples.order],
      ['the order status of the vendor', samples['order-status']],
      ['the task of the vendor', samples.task],
      ['nothing', Buffer.alloc(0)],
      ['text with a byte order mark', Buffer.from('\ufeff{"a": 1}')],
      ['line ends and separators', Buffer.from('{"a":\r\n\n"\u2028\u2029\u0000"}')],
      ['what is not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0xc3])],
      ['Urdu and emoji', Buffer.from('{"name":"محمد علی 🍛"}')],
    ])('is given back byte for byte: %s', async (_, body) => {
      const { inbox, fill } = start();
      const [stored] = await fill([body]);
      const [found] = await all(inbox.read());
      expect(found?.event).toEqual(stored);
      expect(found?.event.body.equals(body)).toBe(true);
    });

    it('is what it was found to be when it came', async () => {
      const { inbox, fill } = start();
      await fill([samples.order, samples['order-status'], samples.task, Buffer.from('hello')]);
      const events = (await all(inbox.read())).map(({ event }) => event);
      expect(events.map(({ kind, key, branch, why }) => ({ kind, key, branch, why }))).toEqual([
        { kind: 'order', key: '1236589', branch: '12345' },
        { kind: 'order-status', key: '1236589', branch: '12345' },
        { kind: 'task', key: 'XYZAB-12345', branch: null },
        { kind: 'unknown', key: null, branch: null, why: 'its body is not JSON' },
      ]);
      expect(events.map(({ summary }) => summary)).toMatchObject([
        { number: 'ABND-24234', customer: 'Jhon Doe' },
        { status: expect.any(Number) },
        { taskEvent: expect.stringContaining('TASK_') },
        undefined,
      ]);
    });

    it('has an id of its own, and ids go up in the order that it came in', async () => {
      const { inbox } = start();
      const intake = await inbox.receive({ targets: [] });
      const arrivals = await Promise.all(
        Array.from({ length: 300 }, (_, i) => arrivalOf(orderBody(String(i)), noon)),
      );
      const stored = await Promise.all(arrivals.map((arrival) => intake.store(arrival)));
      await intake.close();
      const ids = stored.map(({ event }) => event.id);
      expect(ids).toEqual([...new Set(ids)].toSorted());
      expect((await all(inbox.read())).map(({ event }) => event.id)).toEqual(ids);
      for (const { event } of stored) expect(await inbox.get(event.id)).toEqual(event);
    });

    it('is found by its id alone, and by no other text', async () => {
      const { inbox, fill } = start();
      const [one] = await fill([orderBody('1')]);
      await fill([orderBody('2')], { at: noon + day });
      expect(await inbox.get(one?.id ?? '')).toEqual(one);
      for (const id of ['', '1', 'ABND-24234', '../../etc/passwd', '0'.repeat(16), 'z'.repeat(16)]) {
        expect(await inbox.get(id)).toBeUndefined();
      }
    });

    it('goes to the targets of who received it, but for what was put aside', async () => {
      const { inbox, fill } = start();
      await fill([orderBody('1'), Buffer.from('?')], { targets: [till, 'exec'] });
      expect((await all(inbox.read())).map(({ event }) => event.targets)).toEqual([
        [till, 'exec'],
        undefined,
      ]);
    });
  });

  describe(`${name}: what says the same again`, () => {
    it.each([
      ['an order', [orderBody('1'), orderBody('1')], [undefined, 0]],
      [
        'an order, after its state',
        [orderBody('1'), statusBody('1', 1), orderBody('1')],
        [undefined, undefined, 0],
      ],
      [
        'an order, after another version of it',
        [orderBody('1'), orderBody('1', { kitchen_notes: 'mirchi kam' }), orderBody('1')],
        [undefined, undefined, 0],
      ],
      ['the same words for another order', [orderBody('1'), orderBody('2')], [undefined, undefined]],
      ['a state', [statusBody('1', 1), statusBody('1', 1), statusBody('1', 1)], [undefined, 0, 0]],
      [
        'a state that comes back',
        [statusBody('1', 1), statusBody('1', 2), statusBody('1', 1)],
        [undefined, undefined, undefined],
      ],
      ['the same state of another order', [statusBody('1', 1), statusBody('2', 1)], [undefined, undefined]],
      ['a task', [samples.task, samples.task], [undefined, 0]],
      ['garbage', [Buffer.from('?'), Buffer.from('?')], [undefined, undefined]],
    ])('%s', async (_, bodies, expected) => {
      for (const restart of [false, true]) {
        const { inbox, fill } = start();
        if (restart) for (const body of bodies) await fill([body], { targets: [till] });
        else await fill(bodies, { targets: [till] });
        const events = (await all(inbox.read())).map(({ event }) => event);
        const originals = expected.map((i) => (i === undefined ? undefined : events[i]?.id));
        expect(events.map(({ duplicateOf }) => duplicateOf)).toEqual(originals);
        for (const { duplicateOf, targets } of events) if (duplicateOf) expect(targets).toBeUndefined();
      }
    });

    it('is told with what it repeats', async () => {
      const { inbox } = start();
      const intake = await inbox.receive({ targets: [till] });
      const arrival = await arrivalOf(orderBody('1'), noon);
      const first = await intake.store(arrival);
      const second = await intake.store(arrival);
      await intake.close();
      expect([first.original, second.original]).toEqual([
        undefined,
        expect.objectContaining({ id: first.event.id, targets: [till] }),
      ]);
    });
  });

  describe(`${name}: reading`, () => {
    it.each<[string, EventQuery, string[]]>([
      ['everything', {}, ['1', '2', '3', '3']],
      ['since', { since: noon + day }, ['2', '3', '3']],
      ['until', { until: noon + day }, ['1']],
      ['by branch', { branches: ['7', 'KHI-01'] }, ['3']],
      ['by key', { keys: ['2', '1'] }, ['1', '2']],
      ['by kind', { kinds: ['order-status'] }, ['3']],
      ['by number', { number: 'khi-2' }, ['2']],
      ['by state', { state: 'delivered' }, ['2']],
      ['the newest', { newest: 2 }, ['3', '3']],
      ['the newest of some', { newest: 2, kinds: ['order'] }, ['2', '3']],
      ['the newest in a state', { newest: 1, state: 'stored' }, ['3']],
      ['no more than there are', { newest: 100 }, ['1', '2', '3', '3']],
      ['none', { newest: 0 }, []],
      ['what is not there', { kinds: ['task'], since: noon }, []],
    ])('%s', async (_, query, expected) => {
      const { inbox, fill, keys } = start();
      await fill([orderBody('1')]);
      const [second] = await fill([orderBody('2')], { at: noon + day });
      await fill([orderBody('3', { branch_id: 7 }), statusBody('3', 1)], { at: noon + 2 * day });
      const at = new Date(noon + day).toISOString();
      await inbox.record({ id: second?.id ?? '', target: till, state: 'delivered', attempt: 1, at });
      expect(await keys(query)).toEqual(expected);
      expect(await inbox.count(query)).toBe(expected.length);
    });

    it('of a store that nobody wrote to gives nothing', async () => {
      const { inbox } = start();
      expect(await all(inbox.read())).toEqual([]);
      expect(await inbox.count()).toBe(0);
      expect(await inbox.states(['0'.repeat(16)])).toEqual(new Map());
      expect(await all(inbox.actions()())).toEqual([]);
      expect(await inbox.prune({ before: noon })).toEqual({ removed: [], kept: [] });
    });
  });

  describe(`${name}: following`, () => {
    function follow(inbox: Inbox, from: FollowOptions['from']) {
      const seen: StoredEvent[] = [];
      const ending = new AbortController();
      const ended = (async () => {
        for await (const event of inbox.follow({ signal: ending.signal, from })) seen.push(event);
      })();
      const end = () => {
        ending.abort();
        return ended;
      };
      return { keys: () => seen.map(({ key }) => key), end };
    }

    it('yields what is there, then what comes, over midnight too', async () => {
      const { inbox, fill } = start();
      await fill([orderBody('1')]);
      const { keys, end } = follow(inbox, { since: 0 });
      await until(() => keys().length === 1);
      await fill([orderBody('2'), orderBody('3')], { at: noon + 1000 });
      await until(() => keys().length === 3);
      await fill([orderBody('4')], { at: noon + day });
      await until(() => keys().length === 4);
      await end();
      expect(keys()).toEqual(['1', '2', '3', '4']);
    });

    it('begins after an event, or at a time', async () => {
      const { inbox, fill } = start();
      const [, second] = await fill([orderBody('1'), orderBody('2'), orderBody('3')]);
      await fill([orderBody('4')], { at: noon + hour });
      const [after, since] = [
        follow(inbox, { after: second?.id ?? '' }),
        follow(inbox, { since: noon + hour }),
      ];
      await until(() => after.keys().length === 2 && since.keys().length === 1);
      await Promise.all([after.end(), since.end()]);
      expect([after.keys(), since.keys()]).toEqual([['3', '4'], ['4']]);
    });
  });

  describe(`${name}: deliveries`, () => {
    const at = new Date(noon).toISOString();

    it('are pending until they are delivered or given up', async () => {
      const { inbox, fill } = start();
      const events = await fill([orderBody('1'), orderBody('2'), orderBody('3')], { targets: [till] });
      const [one = '', two = '', three = ''] = events.map(({ id }) => id);
      const entry = { target: till, at, attempt: 1 };
      await inbox.record({ ...entry, id: one, state: 'failed', error: 'busy' });
      await inbox.record({ ...entry, id: one, state: 'delivered', attempt: 2 });
      await inbox.record({ ...entry, id: two, state: 'dead', error: 'it answered 400' });
      const found = await all(inbox.read());
      expect(found.map(({ state }) => state)).toEqual(['delivered', 'dead', 'pending']);
      expect(found.map(({ deliveries }) => deliveries)).toEqual([
        [{ target: till, state: 'delivered', attempts: 2, at }],
        [{ target: till, state: 'dead', attempts: 1, at, error: 'it answered 400' }],
        [{ target: till, state: 'pending', attempts: 0 }],
      ]);
      const states = await inbox.states([one, three, 'gone']);
      expect([...states]).toEqual([
        [one, found[0]?.deliveries],
        [three, found[2]?.deliveries],
      ]);
    });

    it('stay delivered, whatever comes later', async () => {
      const { inbox, fill } = start();
      const [event] = await fill([orderBody('1')], { targets: [till] });
      const entry = { id: event?.id ?? '', target: till, at };
      await inbox.record({ ...entry, attempt: 1, state: 'delivered' });
      await inbox.record({ ...entry, attempt: 2, state: 'dead', error: 'it answered 410' });
      expect((await all(inbox.read())).map(({ state }) => state)).toEqual(['delivered']);
    });

    it('say what an event is: stored, a repetition, put aside', async () => {
      const { inbox, fill } = start();
      const events = await fill([orderBody('1'), orderBody('1'), Buffer.from('?'), Buffer.from('!')]);
      await inbox.record({ id: events[3]?.id ?? '', target: till, state: 'delivered', attempt: 1, at });
      expect((await all(inbox.read())).map(({ state }) => state)).toEqual([
        'stored',
        'duplicate',
        'quarantined',
        'delivered',
      ]);
    });

    it('that are not done are what a run leaves, with the orders that came', async () => {
      const { inbox, fill } = start();
      const bodies = [orderBody('1'), orderBody('2'), orderBody('3'), orderBody('3'), statusBody('1', 1)];
      const [one, two] = await fill(bodies, { targets: [till] });
      await inbox.record({ id: one?.id ?? '', target: till, state: 'delivered', attempt: 1, at });
      await inbox.record({ id: two?.id ?? '', target: till, state: 'dead', attempt: 1, at });
      const intake = await inbox.receive({ targets: [] });
      const left = await intake.left();
      await intake.close();
      expect(left.open.map(({ kind, key, deliveries }) => [kind, key, deliveries[0]?.state])).toEqual([
        ['order', '2', 'dead'],
        ['order', '3', 'pending'],
        ['order-status', '1', 'pending'],
      ]);
      expect(left.damage).toEqual([]);
      expect(['1', '2', '3', '4'].map(left.hadOrder)).toEqual([true, true, true, false]);
    });
  });

  describe(`${name}: a claim`, () => {
    const at = new Date(noon).toISOString();
    const long = 60_000;

    async function withOrder() {
      const { inbox, fill } = start();
      const events = await fill([orderBody('1'), statusBody('1', 1), orderBody('2')], { targets: [till] });
      const [order = '', status = '', other = ''] = events.map(({ id }) => id);
      const entry = { id: order, target: till, attempt: 1, at };
      return { inbox, events, order, status, other, entry };
    }

    it('gives an event to one forwarder, until it tells what came of it', async () => {
      const { inbox, events, order, entry } = await withOrder();
      expect(await inbox.claim(order, till, long)).toEqual({ state: 'yours', event: events[0] });
      const taken = await inbox.claim(order, till, long);
      expect(taken).toEqual({ state: 'taken', wait: expect.any(Number) });
      if (taken.state === 'taken') expect(taken.wait).toBeLessThanOrEqual(long);
      await inbox.record({ ...entry, state: 'failed', error: 'it answered 500' });
      expect(await inbox.claim(order, till, long)).toMatchObject({ state: 'yours' });
    });

    it('holds all else of the same order, for the same target alone', async () => {
      const { inbox, order, status, other, entry } = await withOrder();
      await inbox.claim(order, till, long);
      expect(await inbox.claim(status, till, long)).toMatchObject({ state: 'taken' });
      expect(await inbox.claim(other, till, long)).toMatchObject({ state: 'yours' });
      expect(await inbox.claim(order, 'exec', long)).toMatchObject({ state: 'yours' });
      await inbox.record({ ...entry, state: 'delivered' });
      expect(await inbox.claim(status, till, long)).toMatchObject({ state: 'yours' });
    });

    it('ends by itself: who had it may be dead', async () => {
      const { inbox, order } = await withOrder();
      expect(await inbox.claim(order, till, 20)).toMatchObject({ state: 'yours' });
      await until(async () => (await inbox.claim(order, till, long)).state === 'yours');
    });

    it.each(['delivered', 'dead'] as const)(
      'is of no use for what is %s, until it begins anew',
      async (state) => {
        const { inbox, order, entry } = await withOrder();
        await inbox.record({ ...entry, state });
        expect(await inbox.claim(order, till, long)).toEqual({ state: 'settled' });
        expect(await inbox.claim(order, 'exec', long)).toMatchObject({ state: 'yours' });
        await inbox.record({ ...entry, state: 'failed', attempt: 0, error: 'it came again' });
        expect(await inbox.claim(order, till, long)).toMatchObject({ state: 'yours' });
      },
    );

    it('is of no use for what is gone', async () => {
      const { inbox } = await withOrder();
      expect(await inbox.claim('0'.repeat(16), till, long)).toEqual({ state: 'settled' });
    });
  });

  describe(`${name}: what came lately`, () => {
    it.each([
      ['has all about open orders, and what was put aside', [], ['1', '1', null]],
      ['has all about orders that are asked for', ['2'], ['1', '1', '2', '2', null]],
    ])('%s', async (_, whole, expected) => {
      const { inbox, fill } = start();
      await fill([orderBody('0')], { at: noon - day });
      const bodies = [
        orderBody('1'),
        statusBody('1', 1),
        orderBody('2'),
        statusBody('2', 3),
        Buffer.from('?'),
      ];
      await fill(bodies, { at: noon });
      const { found, isOver, from } = await inbox.lately({ since: noon, whole: new Set(whole) });
      const keys = (await all(found)).map(({ event }) => event.key);
      expect(keys.filter((key) => expected.includes(key))).toEqual(expected);
      expect(['0', '1'].map(isOver)).toEqual([false, false]);
      // What is left out is over, and nothing that was there is followed again.
      expect(keys.includes('2')).toBe(!isOver('2'));
      expect(from).toHaveProperty('after');
    });
  });

  describe(`${name}: what Blink confirmed`, () => {
    const confirmed = (id: string, status: number) => ({ at: noon, blink_order_id: id, status });

    it('is kept, and read once by each reader', async () => {
      const { inbox, fill } = start();
      await fill([orderBody('7')]);
      const read = inbox.actions();
      await inbox.recordActions([confirmed('7', 1), confirmed('8', 4)]);
      expect(await all(read())).toEqual([confirmed('7', 1), confirmed('8', 4)]);
      await inbox.recordActions([confirmed('7', 2)]);
      expect(await all(read())).toEqual([confirmed('7', 2)]);
      expect(await all(inbox.actions()())).toHaveLength(3);
    });

    it('is of no use where nothing was ever received', async () => {
      const { inbox } = start();
      await inbox.recordActions([confirmed('7', 1)]);
      expect(await all(inbox.actions()())).toEqual([]);
    });
  });

  describe(`${name}: pruning`, () => {
    async function fourDays() {
      const { inbox, fill, keys } = start();
      await fill([orderBody('1'), orderBody('2')]);
      await fill([orderBody('3')], { at: noon + day, targets: [till] });
      await fill([orderBody('4')], { at: noon + 2 * day });
      await fill([orderBody('5')], { at: noon + 3 * day });
      return { inbox, keys };
    }

    const first = { day: '2026-11-23', events: 2, pending: 0 };
    const second = { day: '2026-11-24', events: 1, pending: 1 };
    const third = { day: '2026-11-25', events: 1, pending: 0 };

    it.each([
      ['removes whole days, but for what is to be delivered', {}, [first, third], [second], ['3', '5']],
      ['removes that too where it has to', { force: true }, [first, second, third], [], ['5']],
      ['keeps days whatever the clock says', { keepDays: 2 }, [first], [second], ['3', '4', '5']],
      [
        'only looks where it is asked to',
        { dryRun: true },
        [first, third],
        [second],
        ['1', '2', '3', '4', '5'],
      ],
    ])('%s', async (_, options, removed, kept, left) => {
      const { inbox, keys } = await fourDays();
      expect(await inbox.prune({ before: noon + 3 * day, ...options })).toEqual({ removed, kept });
      expect(await keys()).toEqual(left);
    });
  });
}
