import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { customer, customersPage, pageOf } from '../customers.ts';
import { home } from '../front-door.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';
import { start } from './process.ts';

const perPage = 100;
const thousand = { pages: 1000, perPage };
const formats = ['ndjson', 'csv', 'json', 'table'];

/** A server with customers, and the variables with which the program finds it. */
async function serving(answer: (request: Received) => Answer | Promise<Answer>) {
  const { url, received } = await loggingServer(answer);
  const env: NodeJS.ProcessEnv = {
    ...home(),
    ...{ BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'token' },
  };
  return { received, env };
}

const listAll = (format: string) => ['customers', 'list', '--all', '--output', format];

describe('many customers', () => {
  it.each(formats)('as %s: the first line is there before the second page is', async (format) => {
    let answerOthers = () => {};
    const seen = new Promise<void>((resolve) => {
      answerOthers = resolve;
    });
    const { env } = await serving(async (request) => {
      if (pageOf(request) > 1) await seen;
      return customersPage({ pages: 3, perPage }, pageOf(request));
    });
    const { child, ended } = start(listAll(format), env);
    const [first] = await once(child.stdout ?? process.stdin, 'data');
    expect(String(first)).toContain('Customer, 1');
    answerOthers();
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).toContain('Customer, 300');
  });
});

describe('a reader of the output', () => {
  it.each(formats)('who has read enough of %s ends the run quietly, and the fetching', async (format) => {
    const { env, received } = await serving((request) => customersPage(thousand, pageOf(request)));
    const { child, ended } = start(listAll(format), env);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(received.length).toBeLessThan(50);
  });

  it('of one line, as head -1, gets that line', async () => {
    const { env } = await serving((request) => customersPage(thousand, pageOf(request)));
    const command = `"${process.execPath}" "${inject('program')}" ${listAll('ndjson').join(' ')}`;
    const script = `set -o pipefail; ${command} | head -1; echo "exit $?"`;
    const shell = spawn('bash', ['-c', script], { env: { PATH: process.env.PATH, ...env } });
    const chunks: Buffer[] = [];
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    }
    await once(shell, 'close');
    expect(Buffer.concat(chunks).toString()).toBe(`${JSON.stringify(customer(1))}\nexit 0\n`);
  });

  it('who reads nothing holds the fetching up; who goes on gets all of it', async () => {
    const pages = 100;
    const { env, received } = await serving((request) => customersPage({ pages, perPage }, pageOf(request)));
    const child = spawn(process.execPath, [inject('program'), ...listAll('ndjson')], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    // The pipe takes some pages, four more are fetched ahead; then the count stands still.
    let before = -1;
    for (let still = 0; still < 2000 || received.length === 0; still += 1) {
      if (received.length !== before) still = 0;
      before = received.length;
      await setImmediate();
    }
    expect(received.length).toBeLessThan(40);
    let lines = 0;
    for await (const line of createInterface(child.stdout)) lines += line === '' ? 0 : 1;
    expect(await closed).toEqual([0, null]);
    expect(lines).toBe(pages * perPage);
    expect(received).toHaveLength(pages);
  });
});

describe('an interruption', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s leaves JSON open', async (signal) => {
    const { env, received } = await serving(async (request) => {
      if (pageOf(request) > 2) await new Promise(() => {});
      return customersPage(thousand, pageOf(request));
    });
    const { child, ended } = start(listAll('json'), env);
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += String(chunk);
      if (out.includes('"Customer, 200"')) child.kill(signal);
    });
    expect(await ended).toMatchObject({ code: signal === 'SIGINT' ? 130 : 143 });
    expect(() => JSON.parse(out)).toThrow();
    expect(JSON.parse(`${out}]`)).toHaveLength(200);
    expect(received.length).toBeLessThanOrEqual(6);
  });
});
