import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { blinkLike, loggingServer, type Received } from '../server.ts';
import { keys, terminal } from '../typed.ts';

const account = (url: string): NodeJS.ProcessEnv => ({
  ...home(),
  BLINK_ENV: 'sandbox',
  BLINK_API_URL: url,
  BLINK_TOKEN: 'canary-5',
});
const vendor = (name: string) => readFileSync(`fixtures/vendor/${name}.json`, 'utf8').trim();
const bodies = (received: readonly Received[]) => received.map(({ body }) => JSON.parse(body));

describe('order status', () => {
  it("sends the vendor's samples", async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    await blink('order status 123456 --accept', { env });
    await blink(['order', 'status', '123456', '--reject', 'Delivery area is too far'], { env });
    expect(received.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
      ['POST', '/interface/v1/syncOrderStatus', 'Bearer canary-5'],
      ['POST', '/interface/v1/syncOrderStatus', 'Bearer canary-5'],
    ]);
    expect(bodies(received)).toEqual([
      JSON.parse(vendor('order-status-request')),
      JSON.parse(vendor('order-status-reject-request')),
    ]);
  });

  it.each([
    ['--pending', 0],
    ['--accept', 1],
    ['--dispatch', 2],
    ['--deliver', 3],
    ['--set Dispatched', 2],
    ['--set 3', 3],
    ['--set rejected --comment closed', 4],
  ])('%s is %i', async (flags, status) => {
    const { url, received } = await loggingServer(blinkLike);
    const { code, out } = await blink(`order status 7 ${flags} --json`, { env: account(url) });
    expect(code).toBe(0);
    expect(bodies(received)[0]).toMatchObject({ blink_order_id: '7', status });
    expect(JSON.parse(out)).toEqual({
      done: 1,
      refused: 0,
      unknown: 0,
      skipped: 0,
      results: [{ id: '7', outcome: 'done' }],
    });
  });

  it('wants an order, one state, and a reason to reject, before anything is sent', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = account(url);
    expect(await blink('order status --accept', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Which order?'),
    });
    expect(await blink('order status 1', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--dispatch'),
    });
    expect(await blink('order status 1 --accept --deliver', { env })).toMatchObject({ code: 2 });
    expect(await blink('order status 1 --set 4', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--reject'),
    });
    expect(await blink(['order', 'status', '1', '--reject', ' '], { env })).toMatchObject({ code: 2 });
    expect(await blink('order status 1 --set gone', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('delivered or 3'),
    });
    expect(received).toEqual([]);
  });

  it('asks for the state and the reason on a terminal', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const session = terminal('order status 9', account(url));
    await session.shows('Which state?');
    session.type(keys.down.repeat(4) + keys.enter);
    await session.shows('Why is it rejected?');
    session.type(`too far${keys.enter}`);
    expect(await session.ended).toMatchObject({ code: 0 });
    expect(bodies(received)).toEqual([{ blink_order_id: '9', status: 4, comment: 'too far' }]);
  });

  it('asks before it writes to production on a terminal', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const session = terminal(
      'order status 9 --accept',
      { ...account(url), BLINK_ENV: 'production' },
      { columns: 160 },
    );
    await session.shows('order 9: accepted');
    await session.shows(
      `In production at ${url} (profile default, token from BLINK_TOKEN): change the state of 1 order?`,
    );
    session.type(keys.enter);
    expect(await session.ended).toMatchObject({ code: 130 });
    expect(received).toEqual([]);
    expect(
      await blink('order status 9 --accept', { env: { ...account(url), BLINK_ENV: 'production' } }),
    ).toMatchObject({ code: 0 });
  });

  it('lists what is to happen, of many the first ten, also with --quiet', async () => {
    const { url } = await loggingServer(blinkLike);
    const ids = Array.from({ length: 12 }, (_, i) => `A${i + 1}`);
    const session = terminal(
      ['order', 'status', ...ids, '--reject', 'too far', '--quiet'],
      { ...account(url), BLINK_ENV: 'production' },
      { columns: 160 },
    );
    await session.shows('  order A1: rejected (too far)');
    await session.shows('  order A10: rejected (too far)');
    await session.shows('  … and 2 more');
    await session.shows('change the state of 12 orders?');
    session.type(keys.enter);
    const { code, screen } = await session.ended;
    expect(code).toBe(130);
    expect(screen).not.toContain('A11');
    expect(screen).not.toContain('Error');
  });

  it('says where it was done, where that is not as usual', async () => {
    const { url } = await loggingServer(blinkLike);
    const { out } = await blink('order status 9 --accept', {
      env: { ...account(url), BLINK_ENV: 'production' },
    });
    expect(out).toBe(`✓ 9 accepted (production at ${url})\n`);
    expect(await blink('order status 9 --accept --env local')).not.toMatchObject({
      out: expect.stringContaining(' at '),
    });
  });

  it('asks nobody about what cannot be sent for want of a login', async () => {
    const session = terminal('order status 9 --accept --env production');
    expect(await session.ended).toMatchObject({ code: 4, screen: expect.not.stringContaining('?') });
  });

  it('shows what it would send', async () => {
    const { out } = await blink('order status 1 2 --accept --env sandbox --dry-run --json');
    expect(JSON.parse(out)).toEqual({
      dryRun: true,
      plan: { records: 2, requests: 2 },
      requests: ['1', '2'].map((blink_order_id) => ({
        method: 'POST',
        url: 'https://stg-api.blinkco.io/interface/v1/syncOrderStatus',
        body: { blink_order_id, status: 1 },
      })),
    });
  });
});

describe('order status --from', () => {
  const csv = 'id,status,comment\n00123,accepted,\n"5",4,"too far, sorry"\n6,2,\n';

  it('reads CSV, JSON and NDJSON alike', async () => {
    const list = [
      { id: '00123', status: 'accepted' },
      { id: '5', status: 4, comment: 'too far, sorry' },
      { blink_order_id: '6', status: '2' },
    ];
    const texts = [
      csv,
      JSON.stringify(list),
      JSON.stringify({ orders: list }),
      list.map((one) => JSON.stringify(one)).join('\n'),
    ];
    for (const input of texts) {
      const { url, received } = await loggingServer(blinkLike);
      expect(
        await blink('order status --from - --concurrency 1', { env: account(url), input }),
      ).toMatchObject({ code: 0 });
      expect(bodies(received)).toEqual([
        { blink_order_id: '00123', status: 1 },
        { blink_order_id: '5', status: 4, comment: 'too far, sorry' },
        { blink_order_id: '6', status: 2 },
      ]);
    }
  });

  it('lists all problems by row and column, and sends nothing', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const input = 'id,status,comment\n1,moon,\n,accepted,\n3,rejected,\n';
    const { code, err } = await blink('order status --from - --json', { env: account(url), input });
    expect(code).toBe(2);
    expect(received).toEqual([]);
    const { details } = JSON.parse(err).error;
    expect(details).toContainEqual(
      expect.objectContaining({ row: 2, column: 'B', field: 'status', value: 'moon' }),
    );
    expect(details).toContainEqual(expect.objectContaining({ row: 3, column: 'A', field: 'id' }));
    const reasons = await blink('order status --from -', {
      env: account(url),
      input: 'id,status,comment\n3,rejected,\n',
    });
    expect(reasons).toMatchObject({ code: 2, err: expect.stringContaining('column C "comment"') });
  });

  it('does 997 of 1,000, names the 3 that are refused, and keeps them for the next run', async () => {
    const bad = new Set(['o17', 'o500', 'o999']);
    const { url, received } = await loggingServer(({ body }) =>
      bad.has(JSON.parse(body).blink_order_id)
        ? {
            status: 422,
            body: { message: 'Invalid.', errors: { blink_order_id: ['There is no such order.'] } },
          }
        : {},
    );
    const env = account(url);
    const file = join(env.HOME ?? '', 'orders.csv');
    const rows = Array.from({ length: 1000 }, (_, i) => `o${i},accepted,\n`).join('');
    await writeFile(file, `id,status,comment\n${rows}`);
    const { code, out, err } = await blink(`order status --from ${file} --json`, { env });
    expect(code).toBe(3);
    expect(received).toHaveLength(1000);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ done: 997, refused: 3, unknown: 0, skipped: 0 });
    const refused = report.results.filter(({ outcome }: { outcome: string }) => outcome === 'refused');
    expect(refused.map(({ id }: { id: string }) => id)).toEqual([...bad]);
    const { error } = JSON.parse(err.trim().split('\n').at(-1) ?? '');
    expect(
      error.details.map(({ row }: { row: number }) => row).sort((a: number, b: number) => a - b),
    ).toEqual([19, 502, 1001]);
    expect(report.rejectFile).toBe(join(env.HOME ?? '', 'orders.rejected.csv'));
    expect(readFileSync(report.rejectFile, 'utf8')).toBe(
      '\ufeffid,status,comment,line,error\n' +
        'o17,accepted,,19,There is no such order.\no500,accepted,,502,There is no such order.\no999,accepted,,1001,There is no such order.\n',
    );
    bad.clear();
    const again = await blink(`order status --from ${report.rejectFile}`, { env });
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(received).toHaveLength(1003);
  });

  it('cannot be mixed with orders or states on the command line', async () => {
    expect(await blink('order status 1 --from - --env local', { input: csv })).toMatchObject({ code: 2 });
    expect(await blink('order status --accept --from - --env local', { input: csv })).toMatchObject({
      code: 2,
    });
  });
});

it('warns of an id in JSON that looks like a date, and sends it as given', async () => {
  const { url, received } = await loggingServer(blinkLike);
  const input = '[{"id":"2-Mar","status":1}]';
  const { code, err } = await blink('order status --from -', { env: account(url), input });
  expect(code).toBe(0);
  expect(err).toContain('Warning: standard input line 1, orders[0].id: got "2-Mar"');
  expect(bodies(received)).toEqual([{ blink_order_id: '2-Mar', status: 1 }]);
});
