import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from '../../e2e/process.ts';
import { home } from '../../front-door.ts';
import { serve } from '../servers.ts';

const orders = 200;

/** A service that keeps one login of an account: each ends the one before it. */
async function oneLoginService() {
  let live = 0;
  const loggedIn: (() => void)[] = [];
  const both = new Promise<void>((resolve) => loggedIn.push(resolve));
  const taken: string[] = [];
  let refused = 0;
  const server = await serve(async ({ url, headers, body }) => {
    if (url.endsWith('/login')) {
      live += 1;
      const token = `token-${live}`;
      // Neither begins before the other has logged in.
      if (live === 2) loggedIn[0]?.();
      await both;
      return { body: { token_type: 'Bearer', access_token: token } };
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (headers.authorization !== `Bearer token-${live}`) {
      refused += 1;
      return { status: 401, body: { message: 'Unauthenticated.' } };
    }
    taken.push(JSON.parse(body).blink_order_id);
    return { body: { success: true } };
  });
  return { url: server.url, taken, logins: () => live, refused: () => refused };
}

test('two runs with one account that log each other out both come to their end', async () => {
  const service = await oneLoginService();
  const run = (first: number) => {
    const own = home();
    const env = {
      ...own,
      BLINK_API_URL: service.url,
      BLINK_USERNAME: 'kfc-dha',
      BLINK_PASSWORD: 'secret',
    };
    const file = join(own.HOME ?? '', 'orders.csv');
    const rows = Array.from({ length: orders }, (_, index) => `${first + index},dispatched,`);
    writeFileSync(file, `id,status,comment\n${rows.join('\n')}\n`);
    const line = ['order', 'status', '--from', file, '--env', 'production', '--yes', '--json'];
    return start(line, env).ended;
  };
  const runs = await Promise.all([run(10_000), run(20_000)]);
  for (const { code, err } of runs) expect({ code, err }).toMatchObject({ code: 0 });
  expect(new Set(service.taken).size).toBe(2 * orders);
  expect(service.taken).toHaveLength(2 * orders);
  expect(service.refused()).toBeGreaterThan(0);
  expect(service.logins()).toBeGreaterThanOrEqual(3);
  expect(service.logins()).toBeLessThan(20);
}, 60_000);
