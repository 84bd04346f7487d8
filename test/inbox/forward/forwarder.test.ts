import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createForwarder, type ForwarderOptions } from '../../../src/inbox/forward/forwarder.ts';
import { urlTarget } from '../../../src/inbox/forward/url-target.ts';
import { toWaiting, type WaitingEvent } from '../../../src/inbox/forward/waiting-event.ts';
import type { Inbox } from '../../../src/inbox/inbox.ts';
import { type Answer, loggingServer, type Received } from '../../server.ts';
import { all, fillInbox, orderBody, samples, statusBody, until } from '../events.ts';
import { memoryInbox } from '../memory-inbox.ts';

/** What is left to be delivered. */
async function waitingIn(inbox: Inbox): Promise<WaitingEvent[]> {
  const { open } = await (await inbox.receive({ targets: [] })).left();
  return open.flatMap((event) =>
    event.deliveries.flatMap(({ state, attempts }) =>
      state === 'pending' ? (toWaiting(event, attempts) ?? []) : [],
    ),
  );
}

/** Forwards what is in an inbox to a server that answers as it is told. */
async function forward(
  bodies: readonly Buffer[],
  answer: (request: Received, count: number) => Answer | Promise<Answer>,
  options: Partial<ForwarderOptions> = {},
  giveUpOn?: readonly number[],
) {
  const inbox = memoryInbox();
  let count = 0;
  const { url, received } = await loggingServer((request) => {
    count += 1;
    return answer(request, count);
  });
  const target = `${url}/till?shop=1`;
  await fillInbox(inbox, bodies, { targets: [target] });
  const told: string[] = [];
  const run = async () => {
    const forwarder = createForwarder({
      ...{ inbox, firstDelay: 5 },
      target: urlTarget({ url: target, connections: 4, timeout: 1000, giveUpOn }),
      onDown: () => told.push('down'),
      onUp: () => told.push('up'),
      onDead: ({ key }) => told.push(`dead ${key}`),
      ...options,
    });
    forwarder.begin(await waitingIn(inbox));
    onTestFinished(() => forwarder.close());
    return forwarder;
  };
  const states = async () => (await all(inbox.read())).map(({ state }) => state);
  const settled = () => until(async () => !(await states()).includes('pending'));
  return { inbox, received, target, told, run, states, settled };
}

const hour = 3_600_000;

/** A clock that waits for nothing: whatever waits comes next. */
function hurriedClock(from = Date.now()) {
  let [elapsed, shift] = [0, 0];
  return {
    now: () => from + elapsed + shift,
    elapsed: () => elapsed,
    after(ms: number, job: () => void) {
      const due = elapsed + ms;
      const soon = setImmediate(() => {
        elapsed = Math.max(elapsed, due);
        job();
      });
      return () => clearImmediate(soon);
    },
    set(by: number) {
      shift += by;
    },
    hours: () => elapsed / hour,
  };
}

const ids = (received: readonly Received[]) => received.map(({ headers }) => headers['blink-event-id']);

describe('an event', () => {
  it('is posted as it came, with what it is in the headers', async () => {
    const { inbox, received, run, settled } = await forward([samples.order], () => ({}));
    await run();
    await settled();
    const event = (await all(inbox.read()))[0]?.event;
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/till?shop=1',
      body: samples.order.toString(),
    });
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'blink-event-id': event?.id,
      'blink-event-kind': 'order',
      'blink-event-received-at': event?.receivedAt,
      'blink-delivery-attempt': '1',
    });
  });

  it('that repeats another, or is none, goes nowhere', async () => {
    const { received, run, states, settled } = await forward(
      [orderBody('1'), orderBody('1'), Buffer.from('?'), statusBody('1', 1)],
      () => ({}),
    );
    await run();
    await settled();
    expect(received.map(({ headers }) => headers['blink-event-kind'])).toEqual(['order', 'order-status']);
    expect(await states()).toEqual(['delivered', 'duplicate', 'quarantined', 'delivered']);
  });

  it.each([500, 503, 408, 429, 400, 401, 403, 404, 422, 301, 302, 307])(
    'is tried again after %d, with the same id',
    async (status) => {
      const { received, run, settled } = await forward([orderBody('1')], (_, count) =>
        count < 4 ? { status, headers: { location: '/' } } : {},
      );
      await run();
      await settled();
      expect(new Set(ids(received)).size).toBe(1);
      expect(received.map(({ headers }) => headers['blink-delivery-attempt'])).toEqual(['1', '2', '3', '4']);
    },
  );

  it.each([
    ['410', 410, undefined],
    ['what was named', 422, [404, 422]],
  ])('is given up at once at %s', async (_, status, giveUpOn) => {
    const { received, run, settled, states, told } = await forward(
      [orderBody('1'), orderBody('2')],
      ({ body }) => (body.includes('KHI-1') ? { status } : {}),
      {},
      giveUpOn,
    );
    await run();
    await settled();
    expect(received.filter(({ body }) => body.includes('KHI-1'))).toHaveLength(1);
    expect(await states()).toEqual(['dead', 'delivered']);
    await until(() => told.includes('dead 1'));
  });

  it('is tried for 24 hours, then given up', async () => {
    const clock = hurriedClock();
    const { run, settled, states, received } = await forward([orderBody('1')], () => ({ status: 404 }), {
      clock,
      firstDelay: 1000,
      random: () => 1,
    });
    await run();
    await settled();
    expect(await states()).toEqual(['dead']);
    expect(clock.hours()).toBeGreaterThanOrEqual(24);
    expect(clock.hours()).toBeLessThan(24.1);
    // At once, after 1, 2, 4 … 256 seconds, then every five minutes.
    expect(received).toHaveLength(1 + 9 + 287);
  });

  it('that grew old while nobody forwarded it is tried for an hour', async () => {
    const clock = hurriedClock(Date.now() + 3 * 24 * hour);
    const { run, settled, states } = await forward([orderBody('1')], () => ({ status: 500 }), { clock });
    await run();
    await settled();
    expect(await states()).toEqual(['dead']);
    expect(clock.hours()).toBeGreaterThanOrEqual(1);
    expect(clock.hours()).toBeLessThan(1.2);
  });

  it.each([
    ['years back', -20 * 365 * 24 * hour],
    ['years ahead', 20 * 365 * 24 * hour],
  ])('is tried as long when the clock is set %s meanwhile', async (_, jump) => {
    const clock = hurriedClock();
    const { run, settled } = await forward(
      [orderBody('1')],
      (_request, count) => {
        if (count === 3) clock.set(jump);
        return { status: 500 };
      },
      { clock },
    );
    await run();
    await settled();
    expect(clock.hours()).toBeGreaterThanOrEqual(24);
    expect(clock.hours()).toBeLessThan(24.2);
  });

  it('is left alone as long as the target asks', async () => {
    const times: number[] = [];
    const { run, settled } = await forward([orderBody('1'), orderBody('2')], (_, count) => {
      times.push(performance.now());
      return count <= 2 ? { status: 429, headers: { 'retry-after': '1' } } : {};
    });
    await run();
    await settled();
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(900);
  });
});

describe('events of one order', () => {
  it('keep their order, whatever fails', async () => {
    const bodies = [1, 2, 3].flatMap((step) =>
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => statusBody(id, step)),
    );
    const taken: string[] = [];
    const { run, settled } = await forward(bodies, ({ body }) => {
      if (Math.random() < 0.3) return { status: 500 };
      const { blink_order_id, status } = JSON.parse(body);
      taken.push(`${blink_order_id}${status}`);
      return {};
    });
    await run();
    await settled();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      expect(taken.filter((one) => one.startsWith(id))).toEqual([`${id}1`, `${id}2`, `${id}3`]);
    }
  });
});

describe('a state that comes before its order', () => {
  it('waits for it', async () => {
    const { inbox, received, target } = await forward([], () => ({}));
    const forwarder = createForwarder({
      ...{ inbox, knowsOrder: () => false },
      target: urlTarget({ url: target, connections: 4, timeout: 1000 }),
    });
    forwarder.begin([]);
    const bodies = [statusBody('1', 1), statusBody('1', 2), orderBody('1'), orderBody('2')];
    for (const stored of await fillInbox(inbox, bodies, { targets: [target] })) {
      const pending = toWaiting(stored);
      if (pending) forwarder.add(pending);
    }
    await until(() => received.length === 4);
    await forwarder.close();
    const kinds = received
      .filter(({ body }) => JSON.parse(body).blink_order_id === '1')
      .map(({ body }) => JSON.parse(body).status ?? 'order');
    expect(kinds).toEqual(['order', 1, 2]);
  });

  it('goes without it after ten seconds', async () => {
    const clock = hurriedClock();
    const { run, settled, received } = await forward([statusBody('1', 1)], () => ({}), {
      clock,
      knowsOrder: () => false,
    });
    await run();
    await settled();
    expect(received).toHaveLength(1);
    expect(clock.elapsed()).toBeGreaterThan(9000);
    expect(clock.elapsed()).toBeLessThanOrEqual(10_000);
  });
});

describe('a target that is down', () => {
  it('is never asked with more than one event at a time', async () => {
    const inbox = memoryInbox();
    const bodies = Array.from({ length: 20 }, (_, i) => orderBody(String(i)));
    await fillInbox(inbox, bodies, { targets: ['exec'] });
    let [isDown, underWay, mostAtOnce, probes] = [false, 0, 0, 0];
    const forwarder = createForwarder({
      ...{ inbox, clock: hurriedClock() },
      onDown: () => {
        isDown = true;
      },
      target: {
        ...{ name: 'exec', timeout: 1000, close: async () => {} },
        async deliver() {
          // Several are under way when it goes down; what is asked from then on is a probe.
          const isProbe = isDown;
          if (isProbe) probes += 1;
          if (isProbe) mostAtOnce = Math.max(mostAtOnce, ++underWay);
          for (let turn = 0; turn < 5; turn += 1) await nextTurn();
          if (isProbe) underWay -= 1;
          return { outcome: 'failed', why: 'it is down', reached: true };
        },
      },
    });
    forwarder.begin(await waitingIn(inbox));
    await until(() => probes >= 10);
    await forwarder.close();
    expect(mostAtOnce).toBe(1);
  });

  it('is asked with one event, and gets all of them when it is back', async () => {
    let up = false;
    const bodies = Array.from({ length: 50 }, (_, i) => orderBody(String(i)));
    const { received, run, settled, told, states } = await forward(bodies, () => ({
      status: up ? 200 : 500,
    }));
    await run();
    await until(() => told.includes('down'));
    const first = received.length;
    await until(() => received.length >= first + 3);
    // Some at first, until it is clear that it is not the orders; then one at a time.
    expect(first).toBeLessThanOrEqual(8);
    up = true;
    await settled();
    expect(told).toEqual(['down', 'up']);
    expect((await states()).every((state) => state === 'delivered')).toBe(true);
    expect(received.length).toBeLessThan(80);
  });

  it('that refuses connections costs no event an attempt out of turn', async () => {
    const inbox = memoryInbox();
    const target = 'http://127.0.0.1:9/';
    await fillInbox(inbox, [orderBody('1'), orderBody('2')], { targets: [target] });
    const forwarder = createForwarder({
      ...{ inbox, firstDelay: 5 },
      target: urlTarget({ url: target, connections: 4, timeout: 1000 }),
    });
    forwarder.begin(await waitingIn(inbox));
    const attempts = async () => {
      return (await all(inbox.read())).map(({ deliveries }) => deliveries[0]?.attempts ?? 0);
    };
    await until(async () => (await attempts()).reduce((sum, one) => sum + one, 0) >= 5);
    await forwarder.close();
    const [one = 0, two = 0] = await attempts();
    expect(Math.min(one, two)).toBeLessThanOrEqual(1);
  });
});

describe('an order that the target always fails on', () => {
  it('does not hold up the others', async () => {
    const bodies = Array.from({ length: 20 }, (_, i) => orderBody(String(i)));
    const { run, states, told } = await forward(bodies, ({ body }) => ({
      status: body.includes('"KHI-0"') ? 500 : 200,
    }));
    await run();
    await until(async () => (await states()).filter((state) => state === 'delivered').length === 19);
    expect(told).toEqual([]);
    expect((await states())[0]).toBe('pending');
  });
});

describe('orders that the target always fails on', () => {
  it('do not make it pass for down once it takes others', async () => {
    const bodies = Array.from({ length: 6 }, (_, i) => orderBody(String(i)));
    const { run, states, told, received } = await forward(bodies, ({ body }) => ({
      status: /"KHI-[0-3]"/.test(body) ? 404 : 200,
    }));
    await run();
    await until(async () => (await states()).filter((state) => state === 'delivered').length === 2);
    const before = received.length;
    await until(() => received.length > before + 20);
    expect(told.filter((one) => one === 'down').length).toBeLessThanOrEqual(1);
  });
});

describe('a till that has a bad time', () => {
  it.each<[string, Answer | 'reset' | 'hang']>([
    ['404', { status: 404 }],
    ['301', { status: 301, headers: { location: 'http://127.0.0.1:9/' } }],
    ['401', { status: 401 }],
    ['500', { status: 500 }],
    ['a reset', 'reset'],
    ['nothing', 'hang'],
  ])('and answers with %s gets every event in the end, those of one order in their order', async (_, bad) => {
    const inbox = memoryInbox();
    let well = false;
    const taken: string[] = [];
    const till = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (well) {
          const { blink_order_id, status = 0 } = JSON.parse(Buffer.concat(chunks).toString());
          taken.push(`${blink_order_id}${status}`);
          response.end();
        } else if (bad === 'reset') request.socket.resetAndDestroy();
        else if (bad !== 'hang') response.writeHead(bad.status ?? 200, bad.headers).end();
      });
    });
    await new Promise<void>((resolve) => till.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      till.closeAllConnections();
      till.close();
    });
    const address = till.address();
    const target = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    const orders = ['a', 'b', 'c', 'd', 'e', 'f'];
    const bodies = orders.flatMap((id) => [orderBody(id), statusBody(id, 1), statusBody(id, 2)]);
    await fillInbox(inbox, bodies, { targets: [target] });
    let down = false;
    const forwarder = createForwarder({
      ...{ inbox, firstDelay: 5 },
      target: urlTarget({ url: target, connections: 4, timeout: 50 }),
      onDown: () => {
        down = true;
      },
    });
    forwarder.begin(await waitingIn(inbox));
    await until(() => down);
    well = true;
    await until(() => new Set(taken).size === 18);
    await forwarder.close();
    for (const id of orders) {
      const own = [...new Set(taken.filter((one) => one.startsWith(id)))];
      expect(own).toEqual([`${id}0`, `${id}1`, `${id}2`]);
    }
  });
});

describe('the next run', () => {
  it('delivers what was left, and nothing twice', async () => {
    let up = false;
    const bodies = Array.from({ length: 10 }, (_, i) => orderBody(String(i)));
    const { received, run, settled, told } = await forward(bodies, (_, count) => ({
      status: up || count <= 3 ? 200 : 500,
    }));
    const first = await run();
    await until(() => told.includes('down'));
    await first.close();
    const before = received.length;
    up = true;
    await run();
    await settled();
    const delivered = new Set(ids(received));
    expect(delivered.size).toBe(10);
    expect(received.length - before).toBe(7);
  });

  it('takes what comes in while it still looks back, after what was left', async () => {
    const { inbox, received, target } = await forward([statusBody('1', 1)], () => ({}));
    const forwarder = createForwarder({
      inbox,
      target: urlTarget({ url: target, connections: 4, timeout: 1000 }),
    });
    const [stored] = await fillInbox(inbox, [statusBody('1', 2)], { targets: [target] });
    const pending = stored && toWaiting(stored);
    if (pending) forwarder.add(pending);
    forwarder.begin(await waitingIn(inbox));
    await until(() => received.length === 2);
    await forwarder.close();
    expect(received.map(({ body }) => JSON.parse(body).status)).toEqual([1, 2]);
  });
});
