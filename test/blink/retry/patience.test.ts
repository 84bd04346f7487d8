import { describe, expect, test } from 'vitest';
import { type Endpoint, endpoints } from '../../../src/blink/endpoints.ts';
import { logIn } from '../../../src/blink/login/log-in.ts';
import { loginSession } from '../../../src/blink/login/session.ts';
import { systemClock } from '../../../src/blink/retry/clock.ts';
import { createPatience, type Patience, type Place } from '../../../src/blink/retry/patience.ts';
import type { Outcome } from '../../../src/blink/wire/outcome.ts';
import { CliError } from '../../../src/errors.ts';
import { clientFor, closedPort, failureOf, fakeClock, type Reply, serve, serveRaw } from '../servers.ts';

const { createTask, importMenu, syncStockAndPrice, taskStatus } = endpoints;
const read: Endpoint = taskStatus;
const limits = { retries: 3, deadline: undefined };
const never = () => new AbortController().signal;

const answer = (status: number, headers: Record<string, string> = {}): Outcome => ({
  ...{ type: 'answer', status, headers, text: '', bytes: 0, damage: undefined },
});
const refused: Outcome = {
  ...{ type: 'failure', reason: 'network', sent: false },
  error: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
};

/** A patience whose clock only moves while somebody waits. */
function patienceWith(options: { budget?: number; random?: () => number } = {}) {
  const clock = fakeClock(0);
  return {
    clock,
    patience: createPatience({ budget: 120_000, signal: never(), clock, random: () => 0, ...options }),
  };
}

/** Lets everything run that waits for nothing but promises. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Joins, and takes its turn while nothing is in the way. */
async function started(patience: Patience, repeat: Endpoint['repeat'] = 'idempotent'): Promise<Place> {
  const place = patience.join(repeat, never());
  expect(await place.turn()).toBeUndefined();
  return place;
}

/** Which of the places have their turn, in this order. */
function watch(places: readonly Place[]): number[] {
  const turns: number[] = [];
  places.forEach((place, index) => void place.turn().then(() => turns.push(index)));
  return turns;
}

describe('while the service is away', () => {
  test.each([408, 429, 500, 502, 503, 504, 520, 525, 529])(
    'after %i one call tries for all',
    async (status) => {
      const { patience } = patienceWith();
      const places = await Promise.all([1, 2, 3].map(() => started(patience)));
      for (const place of places) expect(place.after(answer(status), limits)).toEqual({ type: 'line_up' });
      const turns = watch(places);
      await settled();
      expect(turns).toEqual([0]);
      places[0]?.after(answer(200), limits);
      await settled();
      expect(turns).toEqual([0, 1, 2]);
    },
  );

  test('the waits between its tries grow, half of each by chance, to 20 seconds', async () => {
    for (const [chance, waits] of [
      [0, [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]],
      [1, [200, 400, 800, 1_600, 3_200, 6_400, 12_800, 20_000, 20_000]],
    ] as const) {
      const { clock, patience } = patienceWith({ random: () => chance });
      const place = await started(patience);
      for (let tries = 0; tries < 9; tries++) {
        expect(place.after(refused, limits)).toEqual({ type: 'line_up' });
        await place.turn();
      }
      expect(clock.waits).toEqual(waits);
    }
  });

  test('what was sent before and fails late makes no wait longer', async () => {
    const { clock, patience } = patienceWith();
    const [first, second] = await Promise.all([started(patience), started(patience)]);
    first.after(answer(503), limits);
    second.after(answer(503), limits);
    await first.turn();
    expect(clock.waits).toEqual([100]);
  });

  test('a late success of before does not send everybody out', async () => {
    const { patience } = patienceWith();
    const [first, second, third, late] = await Promise.all([1, 2, 3, 4].map(() => started(patience)));
    for (const place of [first, second, third]) place?.after(answer(503), limits);
    late?.after(answer(200), limits);
    const turns = watch([first, second, third].filter((place) => place !== undefined));
    await settled();
    expect(turns).toEqual([0]);
  });

  test('rather a call tries that may be sent twice, and one that has not failed yet', async () => {
    const { patience } = patienceWith();
    const failed = await started(patience);
    failed.after(answer(503), limits);
    const once = patience.join('once', never());
    const fresh = patience.join('read', never());
    const places = [once, failed, fresh];
    const turns = watch(places);
    await settled();
    expect(turns).toEqual([2]);
    fresh.after(answer(503), limits);
    await settled();
    expect(turns).toEqual([2, 1]);
  });

  test('when the one that tries is interrupted, another one tries', async () => {
    const { patience } = patienceWith();
    const [first, second] = await Promise.all([started(patience), started(patience)]);
    first.after(answer(503), limits);
    second.after(answer(503), limits);
    const turns = watch([first, second]);
    await settled();
    first.after({ type: 'failure', reason: 'aborted', sent: true }, limits);
    await settled();
    expect(turns).toEqual([0, 1]);
  });

  test('also when it is interrupted in the moment it is to go', async () => {
    const { clock, patience } = patienceWith();
    const stop = new AbortController();
    const first = patience.join('read', stop.signal);
    await first.turn();
    first.after(answer(503), limits);
    await clock.sleep(100);
    const turn = failureOf(first.turn());
    stop.abort();
    expect(await turn).toMatchObject({ code: 'interrupted' });
    expect(await patience.join('read', never()).turn()).toBeUndefined();
  });

  test('who comes while one tries waits for what it finds', async () => {
    const { patience } = patienceWith();
    const first = await started(patience);
    first.after(answer(503), limits);
    await first.turn();
    const turns = watch([patience.join('read', never())]);
    await settled();
    expect(turns).toEqual([]);
    first.after(answer(200), limits);
    await settled();
    expect(turns).toEqual([0]);
  });

  test('any answer of the service shows that it is there, a refusal too', async () => {
    for (const status of [201, 401, 404, 422]) {
      const { patience } = patienceWith();
      const [first, second] = await Promise.all([started(patience), started(patience)]);
      for (const place of [first, second]) place.after(answer(503), limits);
      const turns = watch([first, second]);
      await settled();
      first.after(answer(status), limits);
      await settled();
      expect(turns).toEqual([0, 1]);
    }
  });
});

describe('a wait that the service asks for', () => {
  test.each([
    [0, 7_000],
    [1, 7_500],
  ])('holds for all, and is never shorter (chance %d)', async (chance, ms) => {
    const { clock, patience } = patienceWith({ random: () => chance });
    const [first, second] = await Promise.all([started(patience), started(patience)]);
    first.after(answer(503), limits);
    second.after(answer(429, { 'retry-after': '7' }), limits);
    await first.turn();
    expect(clock.now()).toBe(ms);
    await settled();
  });

  test('ends the run at once where there is no time for it', async () => {
    const { clock, patience } = patienceWith();
    const [first, second] = await Promise.all([started(patience), started(patience)]);
    const asked = answer(429, { 'retry-after': '121' });
    expect(first.after(asked, limits)).toEqual({ type: 'too_long', ms: 121_000 });
    expect(await second.turn()).toEqual({ outcome: asked, tooLong: 121_000 });
    expect(clock.waits).toEqual([]);
  });

  test('nor is there time for it beyond the deadline of the run', async () => {
    const { patience } = patienceWith();
    const place = await started(patience);
    const step = place.after(answer(429, { 'retry-after': '11' }), { ...limits, deadline: 10_000 });
    expect(step).toEqual({ type: 'too_long', ms: 11_000 });
  });
});

describe('no timer is left', () => {
  /** A clock whose sleeps end only when they are told to. */
  function sleeper() {
    const asleep: AbortSignal[] = [];
    const sleep = (_: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        asleep.push(signal);
        signal.addEventListener('abort', () => reject(new Error('woken')));
      });
    return { asleep, clock: { now: () => 0, sleep } };
  }

  test('when the only call that waits is interrupted', async () => {
    const { asleep, clock } = sleeper();
    const stop = new AbortController();
    const place = createPatience({ budget: 1_000, signal: never(), clock }).join('read', stop.signal);
    await place.turn();
    place.after(answer(503), limits);
    const turn = failureOf(place.turn());
    stop.abort();
    expect(await turn).toMatchObject({ code: 'interrupted' });
    expect(asleep.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('when the run is interrupted, or ends while some wait', async () => {
    for (const told of [undefined, '2']) {
      const { asleep, clock } = sleeper();
      const stop = new AbortController();
      const patience = createPatience({ budget: 1_000, signal: stop.signal, clock });
      const [place, late] = await Promise.all([started(patience), started(patience)]);
      place.after(answer(503), limits);
      const turn = place.turn().catch((error) => error);
      if (told === undefined) stop.abort();
      else late.after(answer(429, { 'retry-after': told }), limits);
      expect(await turn).toMatchObject(told === undefined ? { kind: 'interrupted' } : { tooLong: 2_000 });
      expect(asleep.map(({ aborted }) => aborted)).toEqual([true]);
    }
  });

  test('when nobody waits', async () => {
    const { asleep, clock } = sleeper();
    const patience = createPatience({ budget: 1_000, signal: never(), clock });
    (await started(patience, 'once')).after(answer(503), limits);
    expect(asleep).toEqual([]);
  });
});

describe('the budget', () => {
  test('is the time without an answer: then nothing more is sent', async () => {
    const { clock, patience } = patienceWith({ budget: 10_000 });
    const place = await started(patience);
    const other = await started(patience);
    while (place.after(answer(503), limits).type === 'line_up') await place.turn();
    expect(clock.now()).toBe(10_000);
    expect(await other.turn()).toEqual({ outcome: answer(503), tooLong: undefined });
    expect(await patience.join('read', never()).turn()).toBeDefined();
  });

  test('begins anew with every answer', async () => {
    const { clock, patience } = patienceWith({ budget: 10_000 });
    const place = await started(patience);
    for (let round = 0; round < 3; round++) {
      for (let tries = 0; tries < 6; tries++) {
        expect(place.after(refused, limits)).toEqual({ type: 'line_up' });
        await place.turn();
      }
      await settled();
      place.after(answer(200), limits);
      await patience.join('read', never()).turn();
    }
    expect(clock.now()).toBe(3 * 6_300);
  });
});

describe('a call of its own trouble', () => {
  test('has the attempts of a single call, while others get through', async () => {
    const { patience } = patienceWith();
    const bad = await started(patience);
    const steps = [];
    for (let attempts = 0; attempts < 4; attempts++) {
      const good = await started(patience);
      good.after(answer(200), limits);
      steps.push(bad.after(answer(500), limits).type);
      const next = patience.join('idempotent', never());
      await next.turn();
      next.after(answer(200), limits);
      await bad.turn();
    }
    expect(steps).toEqual(['line_up', 'line_up', 'line_up', 'stop']);
  });

  test('an answer that cannot be read is repeated as for a single call', async () => {
    const { patience } = patienceWith();
    const place = await started(patience);
    const page: Outcome = {
      type: 'answer',
      status: 200,
      headers: {},
      text: '<',
      bytes: 1,
      damage: 'not_json',
    };
    const steps = [1, 2, 3, 4].map(() => place.after(page, limits).type);
    expect(steps).toEqual(['wait', 'wait', 'wait', 'stop']);
  });

  test('is not repeated where no repetition is wanted, or none allowed', async () => {
    const { patience } = patienceWith();
    const place = await started(patience);
    expect(place.after(answer(503), { ...limits, retries: 0 })).toEqual({ type: 'stop' });
    const { patience: another } = patienceWith();
    const once = await started(another, 'once');
    expect(once.after(answer(503), limits)).toEqual({ type: 'stop' });
    const { patience: third } = patienceWith();
    expect((await started(third, 'once')).after(refused, limits)).toEqual({ type: 'line_up' });
  });
});

/** Makes so many calls, a few at once. */
async function bulk(
  count: number,
  concurrency: number,
  call: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

test('300 calls go on when the service is back, and while it is away only probes come', async () => {
  const began = { at: 0, seen: 0 };
  const probes: number[] = [];
  const away = 3_000;
  const server = await serve((_, count): Reply => {
    if (count === 100) began.at = performance.now();
    const since = performance.now() - began.at;
    if (began.at === 0 || since > away) return { body: {} };
    probes.push(since);
    return { status: 503 };
  });
  const client = clientFor(server.url, { clock: systemClock });
  const patience = createPatience({ budget: 20_000, signal: never() });
  let done = 0;
  await bulk(300, 8, async (index) => {
    await client.call(syncStockAndPrice, { body: { products: [{ sku: `${index}` }] }, patience });
    done += 1;
  });
  expect(done).toBe(300);
  // Up to 8 were under way when it went.
  const afterwards = probes.filter((since) => since > 100);
  expect(probes.length - afterwards.length).toBeLessThanOrEqual(9);
  expect(afterwards.length).toBeLessThanOrEqual(6);
  expect(server.seen).toHaveLength(300 + probes.length);
});

test('a task is not created twice, whatever the patience', async () => {
  const server = await serve((_, count) => ({ status: count === 1 ? 503 : 200, body: {} }));
  const patience = createPatience({ budget: 20_000, signal: never() });
  const client = clientFor(server.url);
  expect(await failureOf(client.call(createTask, { patience }))).toMatchObject({ kind: 'unknown_outcome' });
  expect(server.seen).toHaveLength(1);
  await client.call(createTask, { patience });
  expect(server.seen).toHaveLength(2);
});

test('when the budget is over every call ends with exit 5, and says whether it was sent', async () => {
  const server = await serve(() => ({ status: 503, body: { message: 'Down.' } }));
  const patience = createPatience({ budget: 300, signal: never() });
  const client = clientFor(server.url);
  const errors = await Promise.all([1, 2].map(() => failureOf(client.call(importMenu, { patience }))));
  for (const error of errors) {
    expect(error).toMatchObject({ kind: 'unreachable', exitCode: 5, effect: 'unknown' });
    expect(error).toHaveProperty('message', expect.stringMatching(/answered 503: Down.*It was sent/));
  }
  const { length } = server.seen;
  const late = await failureOf(client.call(importMenu, { patience }));
  expect(late).toMatchObject({ kind: 'unreachable', exitCode: 5, effect: 'none' });
  expect(late).toHaveProperty(
    'message',
    expect.stringMatching(/was not sent: the server answered 503: Down\.$/),
  );
  expect(server.seen).toHaveLength(length);
});

test('an interruption ends every wait at once', async () => {
  const stop = new AbortController();
  const server = await serve(() => ({ status: 429, headers: { 'retry-after': '60' } }));
  const patience = createPatience({ budget: 120_000, signal: stop.signal });
  let waiting = 0;
  let allWait = () => {};
  const lined = new Promise<void>((resolve) => {
    allWait = resolve;
  });
  const trace = (line: string) => {
    if (line.includes('waiting') && ++waiting === 4) allWait();
  };
  const client = clientFor(server.url, { signal: stop.signal, trace, clock: systemClock });
  const calls = [read, importMenu, createTask, read].map((kind) =>
    failureOf(client.call(kind, { patience })),
  );
  await lined;
  const begun = performance.now();
  stop.abort(new CliError('terminated', 'Stopped.'));
  for (const error of await Promise.all(calls)) {
    expect(error).toMatchObject({ code: 'terminated', effect: 'none' });
  }
  expect(performance.now() - begun).toBeLessThan(500);
});

test('one call of many that is interrupted leaves the others waiting', async () => {
  const stop = new AbortController();
  let back = false;
  const server = await serve((_, count) => {
    if (count === 2) stop.abort();
    back ||= count >= 4;
    return back ? { body: {} } : { status: 503 };
  });
  const client = clientFor(server.url);
  const patience = createPatience({ budget: 20_000, signal: never() });
  const other = client.call(read, { patience });
  expect(await failureOf(client.call(read, { patience, signal: stop.signal }))).toMatchObject({
    code: 'interrupted',
  });
  expect(await other).toEqual({});
});

test('a login that a run needs has its patience too', async () => {
  const server = await serve(({ url }, count) => {
    if (count < 8) return { status: 503 };
    return { body: url.endsWith('/login') ? { access_token: 'fresh' } : {} };
  });
  const session = loginSession({
    login: (patience) => logIn(client, { username: 'kfc', password: 'secret' }, { patience }),
  });
  const client = clientFor(server.url, { session });
  const clock = fakeClock();
  const patience = createPatience({ budget: 60_000, signal: never(), clock });
  const update = { blink_order_id: 90_211, status: 1 } as const;
  await Promise.all([1, 2, 3].map(() => client.call(endpoints.syncOrderStatus, { body: update, patience })));
  expect(server.seen).toHaveLength(11);
});

test('nothing listens for a while', async () => {
  const port = await closedPort();
  const client = clientFor(`http://127.0.0.1:${port}`);
  let late: Promise<{ requests: string[] }> | undefined;
  const waits: number[] = [];
  const clock = {
    now: () => waits.reduce((sum, ms) => sum + ms, 0),
    sleep: async (ms: number) => {
      if (waits.push(ms) < 6) return;
      late ??= serveRaw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'), port);
      await late;
    },
  };
  const patience = createPatience({ budget: 60_000, signal: never(), clock });
  const calls = [1, 2, 3].map(() => client.call(createTask, { patience }));
  expect(await Promise.all(calls)).toEqual([{}, {}, {}]);
  expect((await late)?.requests).toHaveLength(3);
});
