import { spawn } from 'node:child_process';
import { describe, expect, inject, it, vi } from 'vitest';
import { blinkLike, loggingServer } from '../server.ts';
import { start } from './process.ts';
import { confirmedIn, stockFile } from './stock-run.ts';

// Dozens of processes each, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a bulk run', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at once on %s, and goes on when it is run again', async (signal, code) => {
    let fifth = () => {};
    const reached = new Promise<void>((resolve) => {
      fifth = resolve;
    });
    let answersAfter = 100;
    const { url, received } = await loggingServer(async (request) => {
      if (received.length === 5) fifth();
      await later(answersAfter);
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

    answersAfter = 0;
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
    let answersAfter = 100;
    const { url, received } = await loggingServer(async (request) => {
      await later(answersAfter);
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
    answersAfter = 0;
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
