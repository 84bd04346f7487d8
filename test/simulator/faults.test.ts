import { expect, test } from 'vitest';
import { createJudge, noFaults } from '../../src/simulator/faults/faults.ts';
import { failRateOf, latencyOf, rateLimitOf } from '../../src/simulator/faults/values.ts';
import { generator } from '../../src/simulator/samples/random.ts';
import { at, invalidData, product, start } from './start.ts';

const branches = '/interface/v1/branches';

test.each([
  [latencyOf, '200', { least: 200, most: 200 }],
  [latencyOf, '100-500', { least: 100, most: 500 }],
  [latencyOf, '500-100', undefined],
  [latencyOf, '600001', undefined],
  [latencyOf, '-5', undefined],
  [latencyOf, '1.5', undefined],
  [latencyOf, '', undefined],
  [failRateOf, '5', 5],
  [failRateOf, '2.5 %', 2.5],
  [failRateOf, '100%', 100],
  [failRateOf, '101', undefined],
  [failRateOf, '-1', undefined],
  [rateLimitOf, '5/s', { requests: 5, seconds: 1 }],
  [rateLimitOf, '60/M', { requests: 60, seconds: 60 }],
  [rateLimitOf, '0/s', undefined],
  [rateLimitOf, '5/h', undefined],
  [rateLimitOf, '5', undefined],
])('%o reads %j', (read, text, value) => {
  expect(read(text)).toEqual(value);
});

test('a latency is waited for, and only by calls of Blink', async () => {
  const { plain } = await start({ faults: { latency: { least: 1000, most: 1000 } } });
  const took = async (path: string) => {
    const begun = performance.now();
    await plain('GET', path);
    return performance.now() - begun;
  };
  expect(await took(branches)).toBeGreaterThan(990);
  expect(await took('/simulator/faults')).toBeLessThan(990);
});

test('more requests than the limit are answered as Laravel does, until its time is over', async () => {
  let now = 1_000_000;
  const { plain } = await start({
    clock: () => now,
    faults: { rateLimit: { requests: 2, seconds: 60 } },
  });
  const headers = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after', 'x-ratelimit-reset'];
  const ask = async () => {
    const reply = await plain('GET', branches);
    return [reply.status, ...headers.map((name) => reply.headers.get(name))];
  };
  expect([await ask(), await ask()]).toEqual([
    [401, '2', '1', null, null],
    [401, '2', '0', null, null],
  ]);
  now += 15_000;
  expect(await ask()).toEqual([429, '2', '0', '45', '1060']);
  expect((await plain('GET', branches)).body).toEqual({ message: 'Too Many Attempts.' });
  now += 45_000;
  expect(await ask()).toEqual([401, '2', '1', null, null]);
});

test('of a hundred requests about as many fail as were asked for, the same ones for a seed', () => {
  const fates = (seed: number) => {
    const { judge } = createJudge(generator(seed), () => 0);
    return Array.from({ length: 2000 }, () => judge({ ...noFaults, failRate: 25 }).fate);
  };
  const failed = fates(7).filter(({ type }) => type !== 'right');
  expect(failed.length).toBeGreaterThan(400);
  expect(failed.length).toBeLessThan(600);
  expect(new Set(failed.map((fate) => ('answer' in fate ? fate.answer.status : fate.type)))).toEqual(
    new Set([500, 502, 503, 'unheard', 'unanswered']),
  );
  expect(fates(7)).toEqual(fates(7));
  expect(fates(8)).not.toEqual(fates(7));
});

test('a connection that is cut gives no answer, whether the work was done or not', async () => {
  const started = await start({ seed: 3 });
  const token = String(
    at(
      (await started.plain('POST', '/interface/v1/login', { username: 'demo', password: 'demo' })).body,
      'access_token',
    ),
  );
  await started.plain('PATCH', '/simulator/faults', { fail_rate: 100 });
  const outcomes = [];
  for (let order = 1; order <= 20; order += 1) {
    const outcome = await fetch(`${started.url}/interface/v1/syncOrderStatus`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ blink_order_id: order, status: 1 }),
    }).then(
      ({ status }) => status,
      () => 'cut',
    );
    const orders = Object(at((await started.plain('GET', '/simulator/orders')).body, 'data'));
    const moved = Object.values(orders).find((one) => at(one, 'blink_order_id') === String(order));
    outcomes.push(`${outcome} ${at(moved, 'statusText')}`);
  }
  expect(new Set(outcomes)).toEqual(
    new Set(['500 Pending', '502 Pending', '503 Pending', 'cut Pending', 'cut Accepted']),
  );
  const requests = Object.values(
    Object(at((await started.plain('GET', '/simulator/requests')).body, 'data')),
  );
  expect(requests.some((entry) => at(entry, 'status') === 444)).toBe(true);
});

test('a stock sync of more products than the limit is refused', async () => {
  const { ordering } = await start({ faults: { batchLimit: 2 } });
  await ordering('POST', '/interface/v1/importMenu', {
    products: [product('1'), product('2'), product('3')],
  });
  const sync = (count: number) =>
    ordering('POST', '/interface/v1/syncStockAndPrice', {
      products: Array.from({ length: count }, (_, index) => {
        return { id: String(index + 1), price: 1, discount_price: 0, branches: [] };
      }),
    });
  expect((await sync(2)).status).toBe(200);
  const refused = await sync(3);
  expect([refused.status, refused.body]).toEqual([
    422,
    { message: invalidData, errors: { products: ['The products may not have more than 2 items.'] } },
  ]);
});

test('faults change while it runs, one by one, and null ends them', async () => {
  const { plain } = await start();
  const patch = async (body: object) => (await plain('PATCH', '/simulator/faults', body)).body;
  const usual = { latency: '0', fail_rate: 0, rate_limit: null, batch_limit: null, token_ttl: 86_400 };
  expect(at((await plain('GET', '/simulator/faults')).body, 'data')).toEqual(usual);
  expect(at(await patch({ latency: '5-10', rate_limit: '9/m' }), 'data')).toEqual({
    ...usual,
    latency: '5-10',
    rate_limit: '9/m',
  });
  expect(at(await patch({ fail_rate: '2%', batch_limit: 50, token_ttl: 60 }), 'data')).toEqual({
    latency: '5-10',
    fail_rate: 2,
    rate_limit: '9/m',
    batch_limit: 50,
    token_ttl: 60,
  });
  const ended = await patch({ latency: null, fail_rate: null, rate_limit: null, batch_limit: null });
  expect(at(ended, 'data')).toEqual({ ...usual, token_ttl: 60 });
});

test.each([
  [{ latency: 'slow' }, 'The latency must be milliseconds like 200, or a range like 100-500, up to 600000.'],
  [{ fail_rate: 101 }, 'The fail_rate must be a percentage from 0 to 100, like 5.'],
  [{ rate_limit: 5 }, 'The rate_limit must be requests a second or a minute, like 5/s or 60/m.'],
  [{ batch_limit: 0 }, 'The batch_limit must be a whole number from 1, or null.'],
  [{ speed: 1 }, 'The speed must be a fault that the simulator knows.'],
])('%j is refused', async (body, message) => {
  const { plain } = await start();
  const reply = await plain('PATCH', '/simulator/faults', body);
  expect([reply.status, Object.values(Object(at(reply.body, 'errors')))]).toEqual([422, [[message]]]);
});
