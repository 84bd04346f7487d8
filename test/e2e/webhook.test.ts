import { request } from 'node:http';
import { connect } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { home } from '../front-door.ts';
import { orderBody, samples, statusBody, until } from '../inbox/events.ts';
import { loggingServer } from '../server.ts';
import { some, times } from '../thorough.ts';
import { type Listening, listening } from './listener.ts';
import { start } from './process.ts';

/** How many orders are posted, at 100 a second. */
const orders = times(200, 1000);
const everyMs = 10;

interface Answered {
  body: Buffer;
  /** Of the answer; undefined where none came. */
  status: number | undefined;
  id: string | undefined;
  ms: number;
}

/** Posts as Blink does: a connection of its own, five seconds, no second try. */
function post(port: number, body: Buffer): Promise<Answered> {
  const began = performance.now();
  return new Promise((resolve) => {
    const finish = (status?: number, text = '') => {
      const id = /"id":"(\w+)"/.exec(text)?.[1];
      resolve({ body, status, id, ms: performance.now() - began });
    };
    const call = request(
      { host: '127.0.0.1', port, method: 'POST', agent: false, timeout: 5000 },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += String(chunk);
        });
        answer.on('end', () => finish(answer.statusCode, text));
        answer.on('error', () => finish());
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => finish());
    call.end(body);
  });
}

/** Opens connections that send a byte now and then, and opens others when they are cut. */
function slowLoris(port: number, count: number): void {
  let over = false;
  onTestFinished(() => {
    over = true;
  });
  const open = () => {
    if (over) return;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${samples.order.length}\r\n\r\n`);
    const timer = setInterval(() => (over ? socket.destroy() : socket.write('{')), 200);
    socket.on('close', () => {
      clearInterval(timer);
      setTimeout(open, 50);
    });
  };
  for (let i = 0; i < count; i += 1) open();
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

describe('orders that come while all goes wrong', () => {
  it('are stored when they are answered, and reach the till in the end', { timeout: 120_000 }, async () => {
    const env = home();
    let down = false;
    const till = await loggingServer(() => ({ status: down ? 503 : 200 }));
    const flags = ['--forward-to', `${till.url}/orders`];
    let listener: Listening = await listening(flags, env);
    const { port } = listener;
    slowLoris(port, 60);

    const answers: Promise<Answered>[] = [];
    const noise: Promise<Answered>[] = [];
    const crashes = some([0.25, 0.5, 0.75], 2).map((share) => Math.floor(orders * share));
    let restarting = Promise.resolve();
    for (let i = 0; i < orders; i += 1) {
      answers.push(post(port, orderBody(String(i), { kitchen_notes: `mirchi kam ${i}` })));
      if (i % 20 === 10) answers.push(post(port, orderBody(String(i), { kitchen_notes: `mirchi kam ${i}` })));
      if (i % 10 === 5) answers.push(post(port, statusBody(String(i), 1)));
      if (i % 50 === 25) noise.push(post(port, Buffer.alloc(10_000_000, 'x')));
      if (i % 25 === 7) noise.push(post(port, Buffer.from(`garbage ${i} \u0000 {{{`)));
      if (i === Math.floor(orders * 0.3)) down = true;
      if (i === Math.floor(orders * 0.6)) down = false;
      if (crashes.includes(i)) {
        restarting = restarting.then(async () => {
          listener.child.kill('SIGKILL');
          await listener.ended;
          listener = await listening([...flags, '--port', String(port)], env);
        });
      }
      // A machine that starts it slowly would lose more orders than it takes.
      if (crashes.includes(i - 20)) await restarting;
      await delay(everyMs);
    }
    const answered = await Promise.all(answers);
    const noisy = await Promise.all(noise);
    await restarting;

    const taken = answered.filter(({ status }) => status === 200);
    expect(taken.length).toBeGreaterThan(orders / 2);
    expect(answered.filter(({ status }) => status !== undefined && status !== 200)).toEqual([]);
    expect(noisy.filter(({ body, status }) => body.length > 1e6 && status === 200)).toEqual([]);

    // Each of them is in the inbox, byte for byte.
    const exported = await start(['webhook', 'inbox', 'export', '--env', 'local', '--output', 'ndjson'], env)
      .ended;
    const kept = new Map<string, Kept>();
    for (const line of exported.out.trimEnd().split('\n')) {
      const event: Kept = JSON.parse(line);
      kept.set(event.id, event);
    }
    const garbage = noisy.filter(({ status }) => status === 200);
    for (const { id = '', body } of [...taken, ...garbage]) expect(kept.get(id)?.body).toBe(body.toString());

    // Each that says something new reaches the till, by the id that the answer gave.
    const wanted = taken.flatMap(({ id = '' }) => (kept.get(id)?.duplicateOf === null ? [id] : []));
    const reached = () => new Set(till.received.map(({ headers }) => String(headers['blink-event-id'])));
    await until(() => wanted.every((id) => reached().has(id)), 90_000);
    for (const { headers, body } of till.received) {
      expect(kept.get(String(headers['blink-event-id']))?.body).toBe(body);
    }
    const repeated = [...kept.values()].filter(({ duplicateOf }) => duplicateOf !== null);
    expect(repeated.length).toBeGreaterThan(orders / 40);
    expect(repeated.filter(({ id }) => reached().has(id))).toEqual([]);

    listener.child.kill('SIGTERM');
    expect((await listener.ended).code).toBe(0);
    if (!inject('thorough')) return;
    const p99 = percentile(
      taken.map(({ ms }) => ms),
      0.99,
    );
    // On a machine that is busy with other things it measures those; Blink waits for five seconds.
    const busy = (loadavg()[0] ?? 0) > availableParallelism();
    expect(p99).toBeLessThan(busy ? 2500 : 500);
  });
});

interface Kept {
  id: string;
  body: string;
  duplicateOf: string | null;
}

it.skipIf(process.platform === 'win32')(
  'a full disk refuses events, and loses none that were taken',
  async () => {
    const env = home();
    // Files may have 20 kB: some orders fit.
    const { url, ended, child, err } = await limited(env);
    const port = Number(new URL(url).port);
    const answers: Answered[] = [];
    for (let i = 0; i < 40; i += 1) answers.push(await post(port, orderBody(String(i))));
    const taken = answers.filter(({ status }) => status === 200);
    expect(taken.length).toBeGreaterThan(3);
    expect(answers.filter(({ status }) => status === 503).length).toBe(40 - taken.length);
    expect(err()).toContain('Events are refused (503):');
    expect((await fetch(url)).status).toBe(503);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const { out } = await start(['webhook', 'inbox', '--env', 'local', '--json'], env).ended;
    const listed: { id: string }[] = JSON.parse(out);
    expect(listed.map(({ id }) => id)).toEqual(taken.map(({ id }) => id));
  },
);

/** A listener in a shell that lets files grow to 20 kB only. */
async function limited(env: NodeJS.ProcessEnv) {
  const command = `ulimit -f 40; exec "${process.execPath}" "${inject('program')}" "$@"`;
  const args = ['-c', command, 'sh', 'webhook', 'listen', '--port', '0', '--env', 'local'];
  const { spawn } = await import('node:child_process');
  const child = spawn('sh', args, { env: { PATH: process.env.PATH, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += String(chunk);
  });
  child.stdout.resume();
  const ended = new Promise<{ code: number | null }>((resolve) =>
    child.on('close', (code) => resolve({ code })),
  );
  const address = () => /Listening on (http:\S+)/.exec(err)?.[1];
  await until(() => address() !== undefined);
  return { url: address() ?? '', ended, child, err: () => err };
}
