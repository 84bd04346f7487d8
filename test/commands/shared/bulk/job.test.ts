import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CliError } from '../../../../src/errors.ts';
import { blink, home } from '../../../front-door.ts';
import { blinkLike, loggingServer } from '../../../server.ts';

const csv = 'product_id,price,discount_price\nbbq-01,520,0\n';
const account = (url: string): NodeJS.ProcessEnv => ({
  ...home(),
  BLINK_ENV: 'sandbox',
  BLINK_API_URL: url,
  BLINK_TOKEN: 'canary-8',
});

describe('a job', () => {
  it('begins after a random time, and not at all when it is interrupted before', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const stop = new AbortController();
    const run = blink('stock sync - --jitter 3600', {
      env: account(url),
      input: csv,
      signal: stop.signal,
      onErr: (text) => {
        if (text.includes('Beginning in')) stop.abort(new CliError('terminated', 'Stopped.'));
      },
    });
    expect(await run).toMatchObject({ code: 143, err: expect.stringContaining('(--jitter 3600)') });
    expect(received).toEqual([]);
  });

  it('does not wait to show what it would send', async () => {
    const { code, err } = await blink('stock sync - --jitter 3600 --dry-run --env local', { input: csv });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('is another one for another file, profile or environment', async () => {
    const { url, received } = await loggingServer(async (request) => {
      await open;
      return blinkLike(request);
    });
    let release = () => {};
    const open = new Promise<void>((resolve) => {
      release = resolve;
    });
    const env = account(url);
    const runs = ['', ' --profile karahi', ' --env production'].map((flags) =>
      blink(`stock sync fixtures/stock.csv${flags}`, { env }),
    );
    runs.push(blink('stock sync -', { env, input: csv }));
    await vi.waitFor(() => expect(received).toHaveLength(4), { timeout: 10_000 });
    const second = await blink('stock sync fixtures/stock.csv', { env });
    expect(second).toMatchObject({
      code: 75,
      err: expect.stringContaining('"blink stock sync" is at this already'),
    });
    release();
    expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });

  it('is one for all menus of a profile and environment, from whichever folder they are imported', async () => {
    const { url, received } = await loggingServer(async (request) => {
      if (received.length === 1) await open;
      return blinkLike(request);
    });
    let release = () => {};
    const open = new Promise<void>((resolve) => {
      release = resolve;
    });
    const env = account(url);
    const input = readFileSync('fixtures/menu.csv');
    const first = blink('menu import - --yes', { env, input });
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 10_000 });
    const folder = process.cwd();
    onTestFinished(() => process.chdir(folder));
    process.chdir(tmpdir());
    const second = await blink('menu import - --yes', { env, input });
    expect(second).toMatchObject({ code: 75, err: expect.stringContaining('"blink menu import"') });
    release();
    expect(await first).toMatchObject({ code: 0 });
  });
});
