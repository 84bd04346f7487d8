import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it, vi } from 'vitest';
import { readLedger } from '../../src/ledger/ledger.ts';
import { home } from '../blink.ts';
import { blinkLike, loggingServer, type Received } from '../server.ts';
import { eachOf, faults } from '../storage/children.ts';
import { start } from './process.ts';

// Dozens of processes each, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

interface Product {
  id: string;
  price: number;
}

const productsIn = ({ body }: Pick<Received, 'body'>): Product[] => JSON.parse(body).products;

/** A stock file of so many products, in a home of its own, and the account to send it with. */
async function stockFile(count: number, url: string): Promise<{ env: NodeJS.ProcessEnv; file: string }> {
  const env: NodeJS.ProcessEnv = {
    ...home(),
    BLINK_ENV: 'sandbox',
    BLINK_TOKEN: 'token-1',
    BLINK_API_URL: url,
  };
  const file = join(env.HOME ?? '', 'stock.csv');
  const rows = Array.from({ length: count }, (_, i) => `p${i},${100 + i},0\n`);
  await writeFile(file, `product_id,price,discount_price\n${rows.join('')}`);
  return { env, file };
}

const own = ({ BLINK_STATE_DIR = '' }: NodeJS.ProcessEnv) => join(BLINK_STATE_DIR, 'default', 'sandbox');

/** The ids that the ledger shows as confirmed. */
function confirmedIn(env: NodeJS.ProcessEnv): string[] {
  const { state, damages } = readLedger(own(env), 'catalog');
  expect(damages).toEqual([]);
  const stock = [...(state.records.get('stock') ?? [])];
  return stock.flatMap(([id, { confirmed, doubts }]) =>
    confirmed.length > 0 && doubts.length === 0 ? [id] : [],
  );
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a bulk run', () => {
  it('survives kill -9 at 50 random points: the end state of a clean run, nothing confirmed sent again', async () => {
    const kills = 50;
    const batches = 1000;
    let due = () => {};
    let left = Number.POSITIVE_INFINITY;
    const { url, received } = await loggingServer((request) => {
      left -= 1;
      if (left === 0) due();
      return blinkLike(request);
    });
    const { env, file } = await stockFile(batches * 2, url);
    const command = ['stock', 'sync', file, '--batch-size', '2', '--concurrency', '4', '--json'];
    const sentAgain: string[] = [];

    for (let kill = 0; kill < kills; kill += 1) {
      const confirmed = new Set(confirmedIn(env));
      const before = received.length;
      const { child, ended } = start(command, env);
      // Somewhere on the way, never at the end: a run that is through begins from the start again.
      const remaining = batches - confirmed.size / 2;
      left = 1 + Math.floor(Math.random() * Math.min(2 * (remaining / (kills - kill)), remaining - 10));
      due = () => void later(Math.random() * 4).then(() => child.kill('SIGKILL'));
      await ended;
      left = Number.POSITIVE_INFINITY;
      const ids = received.slice(before).flatMap((request) => productsIn(request).map(({ id }) => id));
      sentAgain.push(...ids.filter((id) => confirmed.has(id)));
    }
    const confirmed = new Set(confirmedIn(env));
    const before = received.length;
    const last = await start(command, env).ended;
    const rest = received.slice(before).flatMap((request) => productsIn(request).map(({ id }) => id));
    sentAgain.push(...rest.filter((id) => confirmed.has(id)));

    expect(last).toMatchObject({ code: 0 });
    expect(sentAgain).toEqual([]);
    const state = new Map(received.flatMap(productsIn).map(({ id, price }) => [id, price]));
    expect(state).toEqual(new Map(Array.from({ length: batches * 2 }, (_, i) => [`p${i}`, 100 + i])));
    // What was under way at a kill may come twice, and what was answered but not on the disk yet: four each, each time.
    expect(received.length).toBeLessThanOrEqual(batches + 8 * kills);
    expect(received.length).toBeGreaterThan(batches);
    expect(confirmedIn(env)).toHaveLength(batches * 2);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at once on %s, and goes on when it is run again', async (signal, code) => {
    let fifth = () => {};
    const reached = new Promise<void>((resolve) => {
      fifth = resolve;
    });
    const { url, received } = await loggingServer(async (request) => {
      if (received.length === 5) fifth();
      await later(100);
      return blinkLike(request);
    });
    const { env, file } = await stockFile(100, url);
    const command = ['stock', 'sync', file, '--batch-size', '1', '--concurrency', '2'];
    const { child, ended } = start(command, env);
    await reached;
    const began = performance.now();
    child.kill(signal);
    const stopped = await ended;
    expect(performance.now() - began).toBeLessThan(2000);
    expect(stopped).toMatchObject({
      code,
      err: expect.stringContaining('it sends what is not confirmed yet'),
    });
    // What was under way came to its end, and nothing new began.
    expect(received.length).toBeLessThanOrEqual(6);
    expect(confirmedIn(env)).toHaveLength(received.length);

    const again = await start(command, env).ended;
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('Going on with the run of') });
    expect(received).toHaveLength(100);
  });

  it('lets one of 20 runs work; the others send nothing and exit 75', async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { url, received } = await loggingServer(async (request) => {
      await opened;
      return blinkLike(request);
    });
    const { env, file } = await stockFile(10, url);
    const runs = Array.from({ length: 20 }, () => start(['stock', 'sync', file, '--json'], env));
    let over = 0;
    const codes = runs.map(async ({ ended }) => {
      const { code, err } = await ended;
      over += 1;
      if (over === 19) open();
      return [code, code === 75 ? JSON.parse(err).error.code : 'done'];
    });
    const all = await Promise.all(codes);
    expect(all.filter(([code]) => code === 0)).toEqual([[0, 'done']]);
    expect(all.filter(([code]) => code !== 0)).toEqual(Array(19).fill([75, 'locked']));
    expect(received).toHaveLength(1);
  });

  it('a disk that fails at any call of a run: nothing is lost, nothing confirmed is sent again', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const command = (file: string) => [
      'stock',
      'sync',
      file,
      '--batch-size',
      '1',
      '--concurrency',
      '1',
      '--json',
    ];
    const counted = await stockFile(3, url);
    const counting = await start(command(counted.file), { ...counted.env, FAULT: 'count' }, {}, [
      '--require',
      faults,
    ]).ended;
    const calls: string[] = JSON.parse(counting.out.split('\n').at(-1) ?? '');
    expect(calls.filter((call) => call === 'write').length).toBeGreaterThanOrEqual(7);

    const cases = [...calls.entries()].flatMap(([at, call]) =>
      ['kill', 'ENOSPC', ...(call.startsWith('write') ? ['short'] : [])].map((fault) => ({ at, fault })),
    );
    await eachOf(cases, async ({ at, fault }) => {
      const seen = await loggingServer(blinkLike);
      const { env, file } = await stockFile(3, seen.url);
      const spoiled = { ...env, FAULT: fault, FAULT_AT: String(at + 1) };
      const { out, err } = await start(command(file), spoiled, {}, ['--require', faults]).ended;
      // A run that has told what came of it is no run to go on with: the same command is a new one.
      const confirmed = new Set(out === '' ? confirmedIn(env) : []);
      const before = seen.received.length;
      expect(
        await start([...command(file), '--quiet'], env).ended,
        `${fault} at ${calls[at]} ${at}`,
      ).toMatchObject({ code: 0, err: '' });
      const again = seen.received.slice(before).flatMap((request) => productsIn(request).map(({ id }) => id));
      expect(
        again.filter((id) => confirmed.has(id)),
        `${fault} at ${calls[at]} ${at}: ${err}`,
      ).toEqual([]);
      expect(new Set(seen.received.flatMap(productsIn).map(({ id }) => id)).size).toBe(3);
    });
    expect(received).toHaveLength(3);
  });

  it('takes the lock of a dead run over', async () => {
    const { url, received } = await loggingServer(async (request) => {
      if (received.length === 1) await later(60_000);
      return blinkLike(request);
    });
    const { env, file } = await stockFile(10, url);
    const { child, ended } = start(['stock', 'sync', file], env);
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 10_000 });
    child.kill('SIGKILL');
    await ended;
    expect(await start(['stock', 'sync', file], env).ended).toMatchObject({ code: 0 });
    expect(received).toHaveLength(2);
  });

  it('ends with exit 5 when its time is over, and goes on later', async () => {
    const { url, received } = await loggingServer(async (request) => {
      await later(100);
      return blinkLike(request);
    });
    const { env, file } = await stockFile(40, url);
    const command = ['stock', 'sync', file, '--batch-size', '1', '--concurrency', '2'];
    const began = performance.now();
    const first = await start([...command, '--max-time', '1'], env).ended;
    expect(performance.now() - began).toBeLessThan(3000);
    expect(first).toMatchObject({ code: 5, err: expect.stringContaining('--max-time 1') });
    const done = received.length;
    expect(done).toBeLessThan(40);
    expect(await start(command, env).ended).toMatchObject({ code: 0 });
    expect(received).toHaveLength(40);
  });

  it('a second Ctrl-C ends it at once', async () => {
    const { url, received } = await loggingServer(async (request) => {
      await later(60_000);
      return blinkLike(request);
    });
    const { env, file } = await stockFile(10, url);
    const { child, ended } = start(['stock', 'sync', file], env);
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 10_000 });
    child.kill('SIGINT');
    await later(50);
    const began = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130 });
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('says on a terminal too how to go on, once what is under way has ended', async () => {
    const { url, received } = await loggingServer(async (request) => {
      await later(200);
      return blinkLike(request);
    });
    const { env, file } = await stockFile(100, url);
    const command = [process.execPath, inject('program'), 'stock', 'sync', file, '--batch-size', '1'].join(
      ' ',
    );
    const child = spawn('script', ['-qfec', command, '/dev/null'], {
      env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
    });
    const shown: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => shown.push(chunk));
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(4), { timeout: 10_000 });
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdin.write('\u0003');
    expect(await ended).toBe(130);
    const text = Buffer.concat(shown).toString();
    expect(text).toContain('it sends what is not confirmed yet');
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
    expect(confirmedIn(env)).toHaveLength(received.length);
  });

  it('prints nothing with --quiet when all went well', async () => {
    const { url } = await loggingServer(blinkLike);
    const { env, file } = await stockFile(100, url);
    expect(await start(['stock', 'sync', file, '--quiet', '--jitter', '1'], env).ended).toEqual({
      code: 0,
      signal: null,
      out: '',
      err: '',
    });
  });
});
