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
import {
  type Damage,
  deliveriesOf,
  eventStates,
  followInbox,
  idAt,
  readInbox,
  type StoredEvent,
  stateOf,
} from '../../../src/inbox/store/inbox.ts';
import { createRecorder } from '../../../src/inbox/store/recorder.ts';
import { all, emptyInbox, fill, orderBody, samples, statusBody, until } from '../events.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const day = 86_400_000;

describe('an inbox', () => {
  it.each([
    ['the order of the vendor', samples.order],
    ['the order status of the vendor', samples['order-status']],
    ['the task of the vendor', samples.task],
    ['nothing', Buffer.alloc(0)],
    ['text with a byte order mark', Buffer.from('\ufeff{"a": 1}')],
    ['line ends and separators', Buffer.from('{"a":\r\n\n"\u2028\u2029\u0000"}')],
    ['what is not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0xc3])],
    ['Urdu and emoji', Buffer.from('{"name":"محمد علی 🍛"}')],
  ])('gives %s back byte for byte', async (_, body) => {
    const folder = emptyInbox();
    await fill(folder, [body]);
    const [event] = await all(readInbox(folder));
    expect(event?.body.equals(body)).toBe(true);
  });

  it('knows what each event is about', async () => {
    const folder = emptyInbox();
    await fill(folder, [samples.order, samples['order-status'], samples.task, Buffer.from('hello')]);
    const events = await all(readInbox(folder));
    expect(events.map(({ kind, key, branch, why }) => ({ kind, key, branch, why }))).toEqual([
      { kind: 'order', key: '1236589', branch: '12345' },
      { kind: 'order-status', key: '1236589', branch: '12345' },
      { kind: 'task', key: 'XYZAB-12345', branch: null },
      { kind: 'unknown', key: null, branch: null, why: 'its body is not JSON' },
    ]);
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted());
  });

  it('keeps a file for each day, closed to others', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    await fill(folder, [orderBody('2')], { now: () => noon + day });
    expect(readdirSync(folder)).toEqual(['2026-11-23.ndjson', '2026-11-24.ndjson']);
    expect(statSync(join(folder, '2026-11-23.ndjson')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect((await all(readInbox(folder))).map(({ key }) => key)).toEqual(['1', '2']);
  });

  it.each([
    ['since', { since: noon + day }, ['2', '3']],
    ['until', { until: noon + day }, ['1']],
    ['a branch', { branch: '7' }, ['3']],
    ['a key', { key: '2' }, ['2']],
    ['kinds', { kinds: ['task' as const] }, []],
    ['after', { after: idAt(noon + 2 * day) }, ['3']],
  ])('is searched by %s', async (_, filter, keys) => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    await fill(folder, [orderBody('2')], { now: () => noon + day });
    await fill(folder, [orderBody('3', { branch_id: 7 })], { now: () => noon + 2 * day });
    expect((await all(readInbox(folder, filter))).map(({ key }) => key)).toEqual(keys);
  });

  it('that is not there is empty', async () => {
    expect(await all(readInbox(emptyInbox()))).toEqual([]);
    expect(await eventStates(emptyInbox())).toEqual(new Map());
  });

  it('passes over a line that is being written, and tells of one that is damaged', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1'), orderBody('2'), orderBody('3')], { now: () => noon });
    const file = join(folder, '2026-11-23.ndjson');
    const [first = '', second = '', third = ''] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${first}\n${second.replace('Jhon', 'John')}\n${third}\n${first.slice(0, 40)}`);
    const damage: Damage[] = [];
    const events = await all(readInbox(folder, {}, (one) => damage.push(one)));
    expect(events.map(({ key }) => key)).toEqual(['1', '3']);
    expect(damage).toEqual([{ file, at: first.length + 1 }]);
  });

  it('refuses a link in place of a file', async () => {
    const folder = emptyInbox();
    mkdirSync(folder, { recursive: true });
    const other = join(dirname(folder), 'other');
    writeFileSync(other, '');
    symlinkSync(other, join(folder, '2026-11-23.ndjson'));
    await expect(all(readInbox(folder))).rejects.toThrow('is a link to another file');
    await expect(fill(folder, [samples.order], { now: () => noon })).rejects.toThrow('is a link');
  });
});

describe('following', () => {
  function follow(folder: string, from?: string) {
    const seen: StoredEvent[] = [];
    const ending = new AbortController();
    const ended = (async () => {
      for await (const event of followInbox(folder, { signal: ending.signal, from })) seen.push(event);
    })();
    const keys = () => seen.map(({ key }) => key);
    const end = () => {
      ending.abort();
      return ended;
    };
    return { keys, end };
  }

  it('yields what is there, then what comes, over midnight too', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    const { keys, end } = follow(folder, '');
    await until(() => keys().length === 1);
    await fill(folder, [orderBody('2'), orderBody('3')], { now: () => noon + 1000 });
    await until(() => keys().length === 3);
    await fill(folder, [orderBody('4')], { now: () => noon + day });
    await until(() => keys().length === 4);
    await end();
    expect(keys()).toEqual(['1', '2', '3', '4']);
  });

  it('begins after an event, and without one with what is new', async () => {
    const folder = emptyInbox();
    const [, second] = await fill(folder, [orderBody('1'), orderBody('2'), orderBody('3')], {
      now: () => noon,
    });
    const after = follow(folder, second?.event.id);
    await until(() => after.keys().length === 1);
    const fresh = follow(folder);
    await new Promise((resolve) => setImmediate(resolve));
    await fill(folder, [orderBody('4')], { now: () => Date.now() + 1000 });
    await until(() => fresh.keys().length === 1);
    await Promise.all([after.end(), fresh.end()]);
    expect(after.keys().slice(0, 1)).toEqual(['3']);
    expect(fresh.keys()).toEqual(['4']);
  });

  it('goes on after a batch that was cut off again', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1')], { now: () => noon });
    const file = join(folder, '2026-11-23.ndjson');
    const whole = readFileSync(file);
    const { keys, end } = follow(folder, '');
    await until(() => keys().length === 1);
    const [before = ''] = whole.toString().split('\n');
    const lost = before.replaceAll('1236', '9999');
    appendFileSync(file, `${lost}\n${lost}\n`);
    // The writer takes the two lines back and stores others, of another length.
    writeFileSync(file, whole);
    await fill(folder, [orderBody('22222'), orderBody('3')], { now: () => noon + 1000 });
    await until(() => keys().length >= 3);
    await end();
    expect(keys()).toEqual(['1', '22222', '3']);
  });
});

describe('what became of an event', () => {
  const till = 'http://127.0.0.1:9000/';

  it('is pending until it is delivered or given up', async () => {
    const folder = emptyInbox();
    const [one, two, three] = await fill(folder, [orderBody('1'), orderBody('2'), orderBody('3')], {
      targets: [till],
    });
    const recorder = createRecorder(folder);
    const at = '2026-11-23T12:00:00.000Z';
    const entry = { target: till, at, attempt: 1 };
    await recorder.record({ ...entry, id: one?.event.id ?? '', state: 'failed', error: 'busy' });
    await recorder.record({ ...entry, id: one?.event.id ?? '', state: 'delivered', attempt: 2 });
    await recorder.record({ ...entry, id: two?.event.id ?? '', state: 'dead', error: 'it answered 400' });
    await recorder.close();
    const states = await eventStates(folder);
    const events = await all(readInbox(folder));
    expect(events.map((event) => stateOf(event, states))).toEqual(['delivered', 'dead', 'pending']);
    expect(events.map((event) => deliveriesOf(event, states))).toEqual([
      [{ target: till, state: 'delivered', attempts: 2, at }],
      [{ target: till, state: 'dead', attempts: 1, at, error: 'it answered 400' }],
      [{ target: till, state: 'pending', attempts: 0 }],
    ]);
    expect(three?.event.targets).toEqual([till]);
  });

  it('is told apart from what goes nowhere', async () => {
    const folder = emptyInbox();
    await fill(folder, [orderBody('1'), orderBody('1'), Buffer.from('?'), statusBody('1', 1)]);
    const states = await eventStates(folder);
    const names = (await all(readInbox(folder))).map((event) => stateOf(event, states));
    expect(names).toEqual(['stored', 'duplicate', 'quarantined', 'stored']);
  });

  it('survives a line that another process tore off', async () => {
    const folder = emptyInbox();
    const [one] = await fill(folder, [orderBody('1')], { targets: [till] });
    const recorder = createRecorder(folder, () => noon);
    appendFileSync(join(folder, '2026-11-23.deliveries.ndjson'), '{"id":"torn');
    const id = one?.event.id ?? '';
    await recorder.record({
      id,
      target: till,
      state: 'delivered',
      attempt: 1,
      at: '2026-11-23T12:00:00.000Z',
    });
    await recorder.close();
    expect((await eventStates(folder)).get(id)?.get(till)?.state).toBe('delivered');
  });
});
