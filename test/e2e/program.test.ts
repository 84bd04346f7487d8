import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { home } from '../front-door.ts';
import { start } from './process.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** A server that takes requests and never answers; `asked` resolves at the first byte of one. */
async function silentServer(): Promise<{ url: string; asked: Promise<void>; requests: () => number }> {
  let requests = 0;
  let resolveAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    resolveAsked = resolve;
  });
  const server = createServer((socket) => {
    socket.once('data', () => {
      requests += 1;
      resolveAsked();
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, asked, requests: () => requests };
}

describe('the built program', () => {
  it('says its version', async () => {
    expect(await start(['--version']).ended).toMatchObject({ code: 0, out: `${version}\n`, err: '' });
  });

  it('imports a menu from standard input into the simulator and ends by itself', async () => {
    const env = home();
    const stdin = openSync('fixtures/menu.csv', 'r');
    const first = start(['menu', 'import', '-', '--env', 'local'], env, { stdio: [stdin, 'pipe', 'pipe'] });
    expect(await first.ended).toMatchObject({
      code: 0,
      out: '✓ Imported 60 products to local (simulator) in 1 request.\n',
    });
    const second = start(['api', 'GET', '/interface/v1/fetchMenu', '--env', 'local'], env);
    expect(JSON.parse((await second.ended).out).total).toBe(60);
  });

  it('is quiet when whoever reads has read enough', async () => {
    const { child, ended } = start(['menu', 'convert', 'fixtures/menu.csv', '--to', 'json']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  it('fails when the output cannot be written', async () => {
    const full = openSync('/dev/full', 'w');
    const run = start(['menu', 'template'], home(), { stdio: ['ignore', full, 'pipe'] });
    expect(await run.ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('Cannot write the output'),
    });
  });
});

describe.each([
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
] as const)('$signal in the middle of a call', ({ signal, code }) => {
  it(`ends the run with ${code} and sends nothing more`, async () => {
    const { url, asked, requests } = await silentServer();
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'token' };
    const { child, ended } = start(['menu', 'import', 'fixtures/menu.csv'], env);
    await asked;
    const before = performance.now();
    child.kill(signal);
    const run = await ended;
    expect(run).toMatchObject({ code, err: expect.stringContaining('Stopped.') });
    expect(performance.now() - before).toBeLessThan(2000);
    expect(requests()).toBe(1);
  });
});
