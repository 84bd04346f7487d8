import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { eventually } from '../eventually.ts';
import { blink, home } from '../front-door.ts';
import { loggingServer } from '../server.ts';
import { serving } from './simulator-server.ts';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const records = (text: string) => lines(text).map((line) => JSON.parse(line));

/** A port that nobody listens on, for the one case where the banner can't tell. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('reset forgets the menu, and what it was compared with', async () => {
  const env = home();
  await blink('menu import fixtures/menu.csv --env local', { env });
  expect(await blink('simulator reset', { env })).toMatchObject({ code: 0 });
  const { out } = await blink('api GET /interface/v1/categories --env local', { env });
  expect(JSON.parse(out).data).toEqual([]);
  const again = await blink('menu import fixtures/menu.csv --env local --json', { env });
  expect(JSON.parse(again.out)).toMatchObject({ done: 60, plan: { comparedWith: null } });
});

describe('start', () => {
  it('says what it is and what clients need, and ends well when it is told to', async () => {
    const server = await serving('');
    expect(server.err()).toContain("Simulator: a stand-in for both of Blink's services, not Blink itself.");
    expect(server.err()).toContain(`export BLINK_API_URL=${server.url}\n`);
    expect(server.err()).toContain(`${server.env.BLINK_STATE_DIR}/simulator (shared with --env local)`);
    expect(await blink('branches list --output csv', { env: server.client })).toMatchObject({ code: 0 });
    expect(await server.stop()).toBe(0);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('shares the menu with --env local, unless it is to begin afresh', async () => {
    const env = home();
    await blink('menu import fixtures/menu.csv --env local', { env });
    const read = async (client: NodeJS.ProcessEnv) =>
      JSON.parse((await blink('api GET /interface/v1/fetchMenu', { env: client })).out).total;
    const server = await serving('', { env });
    expect(await read(server.client)).toBe(60);
    await server.stop();
    const other = await serving('');
    const taken = await blink(`simulator start --reset --port ${new URL(other.url).port}`, { env });
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('Choose another --port') });
    const again = await serving('', { env });
    expect(await read(again.client)).toBe(60);
    await again.stop();
    expect(await read((await serving('--reset', { env })).client)).toBe(0);
  });

  it('logs each request as a line of JSON in a pipe, without the query', async () => {
    const { client, out, url } = await serving('');
    await blink('task status K', { env: client });
    await fetch(`${url}/nowhere?token=secret`);
    await eventually(() => expect(records(out())).toHaveLength(2));
    expect(records(out())).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        type: 'request',
        method: 'GET',
        path: '/api/client/task/status',
        status: 404,
        size: 59,
        ms: expect.any(Number),
      },
      expect.objectContaining({ path: '/nowhere', status: 404 }),
    ]);
  });

  it.each([80, 140])('logs in columns on a terminal of %i characters', async (columns) => {
    const hook = await loggingServer(() => ({ status: 503 }));
    const { out, url } = await serving(`--webhook ${hook.url}`, { columns });
    await fetch(`${url}/interface/v1/syncStockAndPrice?x=1`, { method: 'POST' });
    await fetch(`${url}/%1B[2J${'a'.repeat(200)}`);
    await fetch(`${url}/simulator/orders`, { method: 'POST' });
    await eventually(() => expect(lines(out())).toHaveLength(4));
    const [first = '', long = ''] = lines(out());
    expect(first).toMatch(
      /^\d\d:\d\d:\d\d {2}POST {5}\/interface\/v1\/syncStockAndPrice +401 +\d+ ms +\d+ B$/,
    );
    expect(long).toContain('…  404');
    expect(
      new Set(
        lines(out())
          .slice(0, 3)
          .map((line) => line.length),
      ).size,
    ).toBe(1);
    expect(first.length).toBeLessThanOrEqual(columns);
    expect(lines(out()).find((line) => line.includes('→ POST'))).toMatch(
      /order to http:\/\/127\.0\.0\.1:\d+ +503 .* it answered 503$/,
    );
  });

  it('logs nothing with --quiet', async () => {
    const port = await freePort();
    const interruption = new AbortController();
    const run = blink(`simulator start --port ${port} --quiet`, { signal: interruption.signal });
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404));
    interruption.abort(new CliError('interrupted', 'Stopped.'));
    expect(await run).toEqual({ code: 0, out: '', err: '' });
  });

  it('takes an account and a token of its own from standard input', async () => {
    const { client, err } = await serving('--username till --password-stdin --logistics-token-stdin', {
      input: 'pass word\ntok\n',
    });
    expect(err()).toContain('account    till, password from standard input');
    expect(err()).not.toContain('pass word');
    expect(await blink('branches list', { env: client })).toMatchObject({ code: 4 });
    expect(await blink('task status K', { env: client })).toMatchObject({ code: 4 });
    const env = {
      ...client,
      BLINK_USERNAME: 'till',
      BLINK_PASSWORD: 'pass word',
      BLINK_LOGISTICS_TOKEN: 'tok',
    };
    expect(await blink('branches list', { env })).toMatchObject({ code: 0 });
    expect((await blink('task status K', { env })).err).toContain('no task with this mappingKey');
  });

  it('warns when others can reach it with the account that everybody knows', async () => {
    const server = await serving('--host 0.0.0.0');
    expect(server.err()).toContain('Whoever can reach 0.0.0.0 can use this simulator: demo / demo opens');
    const safe = await serving('--host 0.0.0.0 --password-stdin --logistics-token-stdin', { input: 'a\nb' });
    expect(safe.err()).not.toContain('Whoever can reach');
  });

  it('posts webhooks to the address of the settings, or of its flags', async () => {
    const [stored, flag] = [await loggingServer(() => ({})), await loggingServer(() => ({}))];
    const env = home();
    await blink(`config set simulator.webhook ${stored.url}`, { env });
    const { url, out } = await serving(`--order-webhook ${flag.url} --orders-per-minute 600`, { env });
    await eventually(() => expect(flag.received.length).toBeGreaterThan(0));
    await fetch(`${url}/simulator/orders/1/status`, { method: 'POST', body: '{"status":1}' });
    await eventually(() => expect(stored.received).toHaveLength(1));
    await eventually(() =>
      expect(records(out())).toContainEqual(
        expect.objectContaining({
          type: 'webhook',
          kind: 'order-status',
          url: stored.url,
          status: 200,
        }),
      ),
    );
  });

  it('goes wrong as it is told', async () => {
    const { client, url } = await serving('--rate-limit 1/m --batch-limit 50 --token-ttl 60 --latency 1-2');
    const { out } = await blink('api GET /simulator/faults', { env: client });
    expect(JSON.parse(out).data).toEqual({
      latency: '1-2',
      fail_rate: 0,
      rate_limit: '1/m',
      batch_limit: 50,
      token_ttl: 60,
    });
    expect((await fetch(`${url}/interface/v1/branches`)).status).toBe(429);
  });

  it.each([
    ['--latency soon', /--latency.*milliseconds like 200/],
    ['--fail-rate 101', /--fail-rate.*from 0 to 100/],
    ['--rate-limit 5', /--rate-limit.*5\/s or 60\/m/],
    ['--token-ttl 0', /--token-ttl.*from 1/],
    ['--batch-limit many', /--batch-limit.*from 1/],
    ['--orders-per-minute 0', /--orders-per-minute.*up to 600/],
    ['--port 65536', /--port.*0 to 65535/],
    ['--seed x', /--seed.*whole number/],
    ['--task-webhook file:///etc/passwd', /--task-webhook is not an http or https address/],
    ['--webhook http://me:canary@127.0.0.1/', /--webhook has a user name or password in it/],
    ['--username till', /--password-stdin/],
    ['--password-stdin', /did not hold a password/],
  ])('%s is refused before anything is served', async (flags, message) => {
    const { code, err } = await blink(`simulator start ${flags}`);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).not.toContain('canary');
  });
});

describe('--env local', () => {
  it('posts what a command changes before it ends', async () => {
    const { url, received } = await loggingServer(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return {};
    });
    const env = home();
    await blink(`config set simulator.webhook ${url}/hook`, { env });
    const run = await blink('order status 123 --accept --env local --verbose', { env });
    expect(run).toMatchObject({
      code: 0,
      err: expect.stringContaining(`POST ${url} (order-status) 200`),
    });
    expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
      { blink_order_id: '123', statusText: 'Accepted' },
    ]);
    const placed = await blink('api POST /simulator/orders --field type=DELIVERY --env local', { env });
    expect(JSON.parse(placed.out)).toMatchObject({ type: 'DELIVERY' });
    expect(JSON.parse(received[1]?.body ?? '')).toEqual(JSON.parse(placed.out));
  });

  it('says when a webhook was not taken, and the command is done all the same', async () => {
    const env = home();
    await blink('config set simulator.webhook http://127.0.0.1:1/', { env });
    expect(await blink('order status 123 --accept --env local', { env })).toMatchObject({
      code: 0,
      err: expect.stringMatching(/could not post the order-status event to http:\/\/127\.0\.0\.1:1: ./),
    });
  });
});
