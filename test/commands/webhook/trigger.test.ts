import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identify } from '../../../src/blink/contract/event.ts';
import { CliError } from '../../../src/errors.ts';
import { blink } from '../../front-door.ts';
import { loggingServer } from '../../server.ts';

const vendor = (name: string) => readFileSync(`fixtures/vendor/webhook-${name}.json`, 'utf8').trim();

/** A port that takes connections and then does what it is told. */
async function listener(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

/** An address where nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

describe('webhook trigger', () => {
  it.each(['order', 'order-status', 'task'] as const)(
    'posts a sample of %s as JSON, to the very path',
    async (kind) => {
      const { url, received } = await loggingServer(() => ({ status: 200 }));
      const { code, out } = await blink(`webhook trigger ${kind} --to ${url}/blink/s3cret?shop=1`);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^✓ ${kind} \\S+: 200 in \\d+(\\.\\d)? ms\\n$`));
      expect(received).toHaveLength(1);
      const [{ method, path, headers, body } = { headers: {}, body: '' }] = received;
      expect([method, path, headers['content-type']]).toEqual([
        'POST',
        '/blink/s3cret?shop=1',
        'application/json',
      ]);
      expect(identify(JSON.parse(body))?.kind).toBe(kind);
    },
  );

  it.each(['order', 'order-status', 'task'])("posts Blink's own sample of %s byte for byte", async (kind) => {
    const { url, received } = await loggingServer(() => ({ status: 204, body: '' }));
    expect(await blink(`webhook trigger ${kind} --vendor --to ${url}`)).toMatchObject({ code: 0 });
    expect(received.map(({ body }) => body)).toEqual([vendor(kind)]);
  });

  it('sets fields, and says which are not in the sample', async () => {
    const { url, received } = await loggingServer(() => ({}));
    const flags = ['--set', 'products.0.quantity=3', '--set', 'customer_name=فاطمہ بٹ', '--set', 'tip=50'];
    const { code, err } = await blink(['webhook', 'trigger', 'order', '--to', url, ...flags]);
    expect({ code, err }).toEqual({ code: 0, err: "Not in Blink's sample, added to it: tip\n" });
    const sent = JSON.parse(received[0]?.body ?? '');
    expect(sent).toMatchObject({ customer_name: 'فاطمہ بٹ', tip: 50 });
    expect(sent.products[0].quantity).toBe(3);
  });

  it.each([
    ['assigned', 23],
    ['TASK_FINISHED', 27],
    ['28', 28],
  ])('posts the task event %s', async (event, eventId) => {
    const { url, received } = await loggingServer(() => ({}));
    await blink(`webhook trigger task --event ${event} --to ${url}`);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ eventId });
  });

  it('prints what it would send, and sends nothing', async () => {
    const { url, received } = await loggingServer(() => ({}));
    const plain = await blink(`webhook trigger order --vendor --dry-run --to ${url}`);
    expect(plain).toMatchObject({ code: 0, out: `${vendor('order')}\n` });
    const { out } = await blink(`webhook trigger order --seed 4 --count 2 --dry-run --json --to ${url}`);
    const { dryRun, plan, requests } = JSON.parse(out);
    expect({ dryRun, plan }).toEqual({ dryRun: true, plan: { requests: 2 } });
    expect(requests).toMatchObject([{ method: 'POST', url: `${url}/` }, { body: { brand_id: 1 } }]);
    expect(received).toEqual([]);
    const once = await blink('webhook trigger order --seed 4 --count 2 --dry-run');
    expect((await blink('webhook trigger order --seed 4 --count 2 --dry-run')).out).toBe(once.out);
  });

  it('sums many up, with how long the answers took', async () => {
    const { url, received } = await loggingServer(() => ({}));
    const { code, out } = await blink(`webhook trigger order --count 50 --to ${url}`);
    expect(code).toBe(0);
    expect(out).toMatch(/^50 of 50 taken; answers: p50 \d+\.\d ms, p99 \d+\.\d ms\n$/);
    expect(new Set(received.map(({ body }) => JSON.parse(body).blink_order_id)).size).toBe(50);
  });

  it('keeps to the rate it is told, also while answers are slow', async () => {
    const arrivals: number[] = [];
    const { url } = await loggingServer(async () => {
      arrivals.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 200));
      return {};
    });
    expect(await blink(`webhook trigger order --count 20 --rate 40 --to ${url}`)).toMatchObject({ code: 0 });
    const took = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
    // 19 gaps of 25 ms. One after the other they would take 4 s.
    expect(took).toBeGreaterThan(400);
    expect(took).toBeLessThan(2500);
  });
});

describe('webhook trigger, when it is not taken', () => {
  it('tells scripts what became of each', async () => {
    let count = 0;
    const { url } = await loggingServer(() => ({ status: ++count === 2 ? 503 : 200 }));
    const { code, out, err } = await blink(
      `webhook trigger order-status --count 3 --rate 20 --json --to ${url}/s3cret`,
    );
    const { results, ...totals } = JSON.parse(out);
    expect(totals).toEqual({ done: 2, refused: 1, unknown: 0, skipped: 0 });
    expect(
      results.map(({ outcome, status, error }: Record<string, unknown>) => [outcome, status, error]),
    ).toEqual([
      ['done', 200, undefined],
      ['refused', 503, 'it answered 503'],
      ['done', 200, undefined],
    ]);
    expect(code).toBe(3);
    expect(JSON.parse(err).error).toMatchObject({
      code: 'partly_done',
      message: `${url} took 2 of 3 events.`,
    });
    expect(out + err).not.toContain('s3cret');
  });

  it('is refused when none is taken; a redirect is not followed', async () => {
    const { url, received } = await loggingServer(() => ({ status: 302, headers: { location: '/other' } }));
    const { code, err, out } = await blink(`webhook trigger order --to ${url}`);
    expect(code).toBe(1);
    expect(out).toContain('✗ order');
    expect(err).toContain(`${url} did not take it: it answered 302.`);
    expect(received).toHaveLength(1);
  });

  it('is unreachable when nothing answers', async () => {
    const url = await nowhere();
    const { code, out, err } = await blink(`webhook trigger order --json --to ${url}`);
    expect(code).toBe(5);
    expect(JSON.parse(out)).toMatchObject({ skipped: 1, results: [{ outcome: 'skipped' }] });
    expect(JSON.parse(err).error).toMatchObject({
      code: 'unreachable',
      hint: expect.stringContaining('webhook listen'),
    });
  });

  it.each(['hangs up', 'talks nonsense'])('is unreachable when the receiver %s', async (how) => {
    const url = await listener((socket) => {
      if (how === 'hangs up') socket.destroy();
      else socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    expect(await blink(`webhook trigger order --to ${url}`)).toMatchObject({ code: 5 });
  });

  it('waits as long as Blink does, and no longer', async () => {
    const url = await listener(() => {});
    const begun = performance.now();
    const { code, err } = await blink(`webhook trigger order --to ${url}`);
    expect(code).toBe(5);
    expect(err).toContain('no answer came in time');
    expect(performance.now() - begun).toBeGreaterThan(4900);
    expect(performance.now() - begun).toBeLessThan(7000);
  }, 20_000);

  it('reports what was done before an interruption', async () => {
    const stop = new AbortController();
    let count = 0;
    const { url } = await loggingServer(async () => {
      count += 1;
      if (count > 2) {
        stop.abort(new CliError('interrupted', 'Stopped.'));
        await new Promise(() => {});
      }
      return {};
    });
    const { code, out } = await blink(`webhook trigger order --count 9 --rate 20 --json --to ${url}`, {
      signal: stop.signal,
    });
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ done: 2, refused: 0, skipped: 7 });
  });
});

it.each([
  ['order --to ftp://example.com', 'http:// or https://'],
  ['order --to localhost:8765', 'http:// or https://'],
  ['order --to http://user:pass@127.0.0.1', 'without a user name'],
  ['ordr', 'order, order-status, task'],
  ['order --event assigned', '--event is for tasks'],
  ['task --event gone', 'finished, cancelled, reassigned, or 20 to 29'],
  ['task --event 19', '20 to 29'],
  ['order --set prodcts.0.quantity=1', 'Did you mean products?'],
  ['order --set quantity', '--set needs field=value'],
  ['order --vendor --set tax=1', '--vendor'],
  ['order --vendor --seed 1', '--vendor'],
  ['order --count 0', 'whole number from 1'],
  ['order --rate 0', 'whole number from 1'],
])('webhook trigger %s is wrong usage', async (line, message) => {
  const { code, err } = await blink(`webhook trigger ${line}`);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).not.toContain('user:pass');
});
