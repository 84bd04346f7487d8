import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { home } from '../front-door.ts';
import { loggingServer } from '../server.ts';
import { type Started, start } from './process.ts';

/** Starts the built program's simulator and waits until it says where it is. */
async function serve(env: NodeJS.ProcessEnv, ...flags: string[]): Promise<Started & { url: string }> {
  const started = start(['simulator', 'start', '--port', '0', ...flags], env);
  const { stderr } = started.child;
  if (stderr === null) throw new Error('no stderr');
  for await (const line of createInterface({ input: stderr })) {
    const url = /address {4}(http:\S+)/.exec(line)?.[1];
    if (url !== undefined) return { ...started, url };
  }
  throw new Error('it said nothing');
}

it.each(['SIGINT', 'SIGTERM'] as const)('ends well at %s, and the port is free again', async (signal) => {
  const env = home();
  const { child, ended, url } = await serve(env);
  expect((await fetch(`${url}/openapi.json`)).headers.get('server')).toBe('blink-simulator');
  const begun = performance.now();
  child.kill(signal);
  expect(await ended).toMatchObject({ code: 0 });
  expect(performance.now() - begun).toBeLessThan(2000);
  const again = await serve(env, '--port', new URL(url).port);
  expect(again.url).toBe(url);
  again.child.kill(signal);
  await again.ended;
});

it('ends quietly when whoever read its log has gone', async () => {
  const { child, ended, url } = await serve(home());
  child.stdout?.destroy();
  await fetch(`${url}/nowhere`).catch(() => {});
  expect(await ended).toMatchObject({ code: 0 });
});

it('a port that is taken is an error that says what to do', async () => {
  const first = await serve(home());
  const { port } = new URL(first.url);
  const second = await start(['simulator', 'start', '--port', port]).ended;
  expect(second).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Choose another --port') });
  first.child.kill('SIGTERM');
  await first.ended;
});

it('--env local ends by itself once its webhooks are posted', async () => {
  const { url, received } = await loggingServer(() => ({}));
  const env = home();
  await start(['config', 'set', 'simulator.webhook', url], env).ended;
  const begun = performance.now();
  const run = await start(['api', 'POST', '/simulator/orders', '--env', 'local'], env).ended;
  expect(run).toMatchObject({ code: 0 });
  expect(received.map(({ body }) => JSON.parse(body))).toEqual([JSON.parse(run.out)]);
  expect(performance.now() - begun).toBeLessThan(4000);
});
