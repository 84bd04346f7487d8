import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { endpoints } from '../../src/blink/endpoints.ts';
import { clientFor, closedPort, failureOf, fakeClock, listening, serve } from '../blink/servers.ts';
import { start } from '../e2e/process.ts';
import { loggingServer } from '../server.ts';
import { commands, serverAt } from './sending.ts';

const hour = 3_600_000;
const second = 1000;

/** What a server sends that asks to come back in two seconds, by a clock that is so far from ours. */
function dateInTwoSeconds(off: number) {
  const now = Date.now() + off;
  return { date: new Date(now).toUTCString(), 'retry-after': new Date(now + 2 * second).toUTCString() };
}

describe('told to wait', () => {
  /** Answers the first request as told, the others well. @returns when each came, and what tells the wait */
  async function throttlingServer(headers: () => Record<string, string>) {
    const times: number[] = [];
    const server = await serve((_, count) => {
      times.push(performance.now());
      return count === 1 ? { status: 429, headers: headers() } : { body: { data: [] } };
    });
    return { ...server, times };
  }

  it('waits as long, and at most a second longer', async () => {
    const told: [string, () => Record<string, string>][] = [
      ['in seconds', () => ({ 'retry-after': '2' })],
      ['by a date', () => dateInTwoSeconds(0)],
      ['by a date, our clock an hour behind', () => dateInTwoSeconds(hour)],
      ['by a date, our clock an hour ahead', () => dateInTwoSeconds(-hour)],
    ];
    // All at once, because each has to wait for real.
    const runs = told.map(async ([how, headers]) => {
      const { url, times } = await throttlingServer(headers);
      const { code, err } = await start(commands.read, serverAt(url)).ended;
      expect({ how, code, err, requests: times.length }).toEqual({ how, code: 0, err: '', requests: 2 });
      return (times[1] ?? 0) - (times[0] ?? 0);
    });
    for (const waited of await Promise.all(runs)) {
      expect(waited).toBeGreaterThanOrEqual(2 * second);
      expect(waited).toBeLessThanOrEqual(3 * second);
    }
  });

  it('longer than --max-time has left: ends at once', async () => {
    const { url, received } = await loggingServer(() => ({ status: 429, headers: { 'retry-after': '30' } }));
    const begun = performance.now();
    const { code, err } = await start([...commands.read, '--max-time', '20'], serverAt(url)).ended;
    expect({ code, err }).toEqual({ code: 5, err: expect.stringContaining('asks to wait 30 s') });
    expect(performance.now() - begun).toBeLessThan(5 * second);
    expect(received).toHaveLength(1);
  });

  it.each(Object.entries(commands))(
    'longer than there is time for: ends at once, never sends early (%s)',
    async (_, command) => {
      const { url, received } = await loggingServer(() => ({
        status: 429,
        headers: { 'retry-after': '3600' },
      }));
      const begun = performance.now();
      const { code, err } = await start(command, serverAt(url)).ended;
      expect({ code, err }).toEqual({ code: 5, err: expect.stringContaining('asks to wait 60 min') });
      expect(performance.now() - begun).toBeLessThan(5 * second);
      expect(received).toHaveLength(1);
    },
  );
});

describe('503 for ever', () => {
  it.each([
    ['a read', commands.read],
    ['a write that may be repeated', ['order', 'status', '1', '--accept']],
  ])('%s is tried four times, and the run ends with 5', async (_, command) => {
    const { url, received } = await loggingServer(() => ({ status: 503, body: { message: 'Maintenance.' } }));
    const { code, err } = await start(command, serverAt(url)).ended;
    expect({ code, err }).toEqual({ code: 5, err: expect.stringContaining('Maintenance (4 attempts)') });
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it('waits are spread evenly from nothing to 0.2 s · 2ⁿ, or 20 s', async () => {
    const retries = 9;
    const ceilings = [200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000];
    const server = await serve(() => ({ status: 503 }));
    const clock = fakeClock();
    const client = clientFor(server.url, { clock, retries, budget: 10 * hour });
    const runs = 200;
    for (let run = 0; run < runs; run += 1) await failureOf(client.call(endpoints.importMenu, { body: {} }));
    expect(server.seen).toHaveLength(runs * (retries + 1));

    const shares = ceilings.flatMap((ceiling, n) =>
      Array.from({ length: runs }, (_, run) => (clock.waits[run * retries + n] ?? Number.NaN) / ceiling),
    );
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    // 200 draws each: a fair draw leaves a half of the range empty, or is farther off than 0.15, once in 10¹¹ runs.
    ceilings.forEach((_, n) => {
      const own = shares.slice(n * runs, (n + 1) * runs);
      expect(Math.abs(own.reduce((sum, share) => sum + share, 0) / runs - 0.5)).toBeLessThan(0.15);
    });
    // 1800 draws in ten equal parts: 180 in each, give or take 12.7; seven of those is once in 10¹¹.
    const parts = Array.from({ length: 10 }, (_, part) => {
      return shares.filter((share) => Math.min(9, Math.floor(share * 10)) === part).length;
    });
    for (const count of parts) expect(Math.abs(count - 180)).toBeLessThan(90);
  });
});

describe('a connection that never comes about', () => {
  it('is tried again, a task too, and used once somebody listens', async () => {
    const port = await closedPort();
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      response.writeHead(201).end('{"eventId":20,"event":"TASK_CREATED","data":{"taskId":"T-1","type":1}}');
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const command = [...commands.once, '--retries', '20', '--verbose'];
    const { child, ended } = start(command, serverAt(`http://127.0.0.1:${port}`));
    let shown = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      shown += String(chunk);
      if (!server.listening && shown.includes('before attempt 4')) server.listen(port, '127.0.0.1');
    });
    expect(await ended).toMatchObject({ code: 0, err: expect.stringContaining('ECONNREFUSED') });
    expect(bodies).toHaveLength(1);
  });

  it.each(Object.entries(commands))('ends with 5 after all attempts (%s)', async (_, command) => {
    const env = serverAt(`http://127.0.0.1:${await closedPort()}`);
    const { code, err } = await start([...command, '--retries', '2', '--verbose'], env).ended;
    expect({ code, err }).toEqual({ code: 5, err: expect.stringMatching(/nothing answers.*ECONNREFUSED/) });
    expect(err.match(/^→/gm)).toHaveLength(3);
  });

  it('ends with 5 after all attempts, a task too, when there is no such host', async () => {
    // A name that is reserved never to exist.
    const env = serverAt('http://blink.invalid');
    const { code, err } = await start([...commands.once, '--retries', '1', '--verbose'], env).ended;
    expect({ code, err }).toEqual({
      code: 5,
      err: expect.stringMatching(/host name.*(ENOTFOUND|EAI_AGAIN)/),
    });
    expect(err.match(/^→/gm)).toHaveLength(2);
  });

  it('ends with 5 when the other side takes connections and does not speak', async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.on('error', () => {}).resume();
    });
    const env = serverAt(`https://127.0.0.1:${await listening(server)}`);
    const { code, err } = await start([...commands.once, '--timeout', '1', '--retries', '1'], env).ended;
    expect({ code, err }).toEqual({
      code: 5,
      err: expect.stringContaining('no connection came about within 1 s (2 attempts)'),
    });
    expect(connections).toBe(2);
  });
});
