import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { eventIds } from '../../src/inbox/event-id.ts';
import { dayOf } from '../../src/inbox/file-store/days.ts';
import { encodeEvent } from '../../src/inbox/file-store/event-lines.ts';
import { home } from '../front-door.ts';
import { orderBody, samples, until } from '../inbox/events.ts';
import { loggingServer } from '../server.ts';
import { listening } from './listener.ts';
import { start } from './process.ts';

const post = (url: string, body: Buffer, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new Uint8Array(body), headers });

describe('blink webhook listen', () => {
  it('says where it listens and what it does, and prints a line of JSON for each event', async () => {
    const env = home();
    const { url, child, ended, out } = await listening(['--forward-to', 'http://127.0.0.1:9/'], env);
    await post(`${url}orders`, samples.order);
    await post(url, samples.order);
    await post(url, Buffer.from('?'));
    await until(() => out().split('\n').length === 4);
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect(code).toBe(0);
    const lines = out()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-z]{16}$/),
      receivedAt: expect.stringMatching(/Z$/),
      ...{ kind: 'order', key: '1236589', branch: '12345' },
      event: JSON.parse(samples.order.toString()),
    });
    expect(lines[1]).toMatchObject({ duplicateOf: lines[0].id });
    expect(lines[2]).toMatchObject({ kind: 'unknown', key: null, why: 'its body is not JSON', event: null });
    expect(err).toContain(
      `Events are kept in ${join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'inbox')}`,
    );
    expect(err).toContain('They are forwarded to http://127.0.0.1:9/');
    expect(err).toContain('Waiting: http://127.0.0.1:9/ takes nothing');
  });

  it('prints nothing with --quiet', async () => {
    const env = home();
    const first = await listening([], env);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    const quiet = start(
      ['webhook', 'listen', '--quiet', '--env', 'local', '--port', String(first.port)],
      env,
    );
    await until(() =>
      post(first.url, samples.task).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    quiet.child.kill('SIGTERM');
    const { out, err } = await quiet.ended;
    expect([out, err]).toEqual(['', '']);
  });

  it('keeps events without an environment apart', async () => {
    const env = home();
    const { child, ended } = start(['webhook', 'listen', '--port', '0'], env);
    await once(child.stderr ?? process.stdin, 'data');
    child.kill('SIGTERM');
    expect((await ended).err).toContain('No environment is chosen, so events are kept apart');
    expect(readdirSync(join(env.BLINK_STATE_DIR ?? '', 'default'))).toEqual(['no-environment']);
  });

  it('is alone with its inbox', async () => {
    const env = home();
    await listening([], env);
    const second = start(['webhook', 'listen', '--port', '0', '--env', 'local'], env);
    expect(await second.ended).toMatchObject({
      code: 75,
      err: expect.stringContaining('Another "blink webhook listen" receives the events'),
    });
    const other = await listening(['--profile', 'other'], env);
    expect(other.port).toBeGreaterThan(0);
  });

  it('says when the port is taken', async () => {
    const { port } = await listening();
    const second = start(['webhook', 'listen', '--port', String(port), '--env', 'local']);
    expect(await second.ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('another program listens there already'),
    });
  });

  it.each([
    [['--route', 'oder=/orders'], 'Did you mean order?'],
    [['--route', 'order=orders'], 'Expected KIND=/PATH'],
    [['--forward-to', 'till'], 'Expected a web address'],
    [['--forward-to', 'http://me:secret@till/'], 'user name or password'],
    [['--port', '70000'], 'Expected a whole number from 0 to 65535'],
    [['--output', 'csv'], 'not as CSV'],
    [['--prot', '1'], 'Did you mean --port?'],
  ])('explains %j', async (flags, text) => {
    const { code, err } = await start(['webhook', 'listen', ...flags]).ended;
    expect([code, err]).toEqual([2, expect.stringContaining(text)]);
    expect(err).not.toContain('me:secret');
  });

  it('does not forward to itself', async () => {
    const { port } = await listening();
    const env = home();
    const args = ['webhook', 'listen', '--port', '0', '--forward-to', `http://127.0.0.1:${port}/`];
    const { child } = start(args, env);
    await once(child.stderr ?? process.stdin, 'data');
    child.kill('SIGKILL');
    const free = await listening([], home());
    free.child.kill('SIGKILL');
    await free.ended;
    const own = String(free.port);
    const run = start(['webhook', 'listen', '--port', own, '--forward-to', `http://localhost:${own}/x`]);
    expect(await run.ended).toMatchObject({ code: 2, err: expect.stringContaining('in circles') });
  });
});

describe('who reads its output', () => {
  it('and has read enough may go away: orders are received all the same', async () => {
    const env = home();
    const { url, child, ended, err } = await listening([], env);
    child.stdout?.destroy();
    for (const id of ['1', '2', '3']) expect((await post(url, orderBody(id))).status).toBe(200);
    await until(() => err().includes('Nothing is printed any more'));
    expect((await post(url, orderBody('4'))).status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const { out } = await start(['webhook', 'inbox', '--env', 'local', '--json'], env).ended;
    expect(JSON.parse(out)).toHaveLength(4);
  });

  it('may go away: forwarding goes on', async () => {
    const till = await loggingServer(() => ({}));
    const { url, child, err } = await listening(['--forward-to', till.url]);
    child.stdout?.destroy();
    for (const id of ['1', '2', '3']) expect((await post(url, orderBody(id))).status).toBe(200);
    await until(() => till.received.length === 3);
    expect(err()).toContain('Nothing is printed any more');
    expect(child.exitCode).toBeNull();
  });

  it('slowly holds nobody up, and misses nothing', async () => {
    const { url, child } = await listening();
    child.stdout?.pause();
    const big = 'x'.repeat(100_000);
    for (let i = 0; i < 150; i += 1) await post(url, orderBody(String(i), { kitchen_notes: big }));
    let lines = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      lines += String(chunk).split('\n').length - 1;
    });
    child.stdout?.resume();
    await until(() => lines === 150);
  });
});

describe('an event that was given up', () => {
  it('is told of at each start, and goes out again under its id when it comes again', async () => {
    const env = home();
    let status = 410;
    const till = await loggingServer(() => ({ status }));
    const flags = ['--forward-to', till.url];
    const first = await listening(flags, env);
    await post(first.url, orderBody('1'));
    await until(() => first.err().includes('Given up: order 1'));
    first.child.kill('SIGTERM');
    await first.ended;
    for (let i = 0; i < 2; i += 1) {
      const { child, ended } = start(
        ['webhook', 'listen', '--port', '0', '--env', 'local', '--quiet', ...flags],
        env,
      );
      const [said] = await once(child.stderr ?? process.stdin, 'data');
      child.kill('SIGTERM');
      await ended;
      expect(String(said)).toContain('Given up earlier: 1 event, which waits for you');
    }
    const last = await listening(flags, env);
    await until(() => last.err().includes('Given up earlier'));
    status = 200;
    await post(last.url, orderBody('1'));
    await post(last.url, orderBody('1'));
    await until(() => till.received.length === 2);
    last.child.kill('SIGTERM');
    await last.ended;
    const [one, two] = till.received.map(({ headers }) => headers['blink-event-id']);
    expect(two).toBe(one);
    const { out } = await start(['webhook', 'inbox', '--env', 'local', '--json'], env).ended;
    expect(JSON.parse(out).map(({ state }: { state: string }) => state)).toEqual([
      'delivered',
      'duplicate',
      'duplicate',
    ]);
  });

  it('is handed to the command for such', async () => {
    const env = home();
    const file = join(env.HOME ?? '', 'dead');
    const till = await loggingServer(() => ({ status: 422 }));
    const { url } = await listening(
      [
        ...['--forward-to', till.url, '--give-up-on', '404,422'],
        ...['--on-dead', `(cat; echo " $BLINK_EVENT_KEY $BLINK_EVENT_TARGET $BLINK_EVENT_ERROR") >> ${file}`],
      ],
      env,
    );
    for (const id of ['1', '2']) await post(url, orderBody(id));
    const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []);
    await until(() => lines().length === 2);
    const ends = (id: string) => `${orderBody(id)} ${id} ${till.url}/ it answered 422`;
    expect(lines().toSorted()).toEqual([ends('1'), ends('2')].toSorted());
  });
});

it('an event that was never forwarded is when it comes again', async () => {
  const env = home();
  const first = await listening([], env);
  await post(first.url, orderBody('1'));
  first.child.kill('SIGTERM');
  await first.ended;
  // What is told of it shows that the events of before were looked through.
  appendFileSync(inboxFile(env), 'damaged\n');
  const till = await loggingServer(() => ({}));
  const { url, err } = await listening(['--forward-to', till.url], env);
  await until(() => err().includes('Damaged:'));
  expect(till.received).toEqual([]);
  for (let i = 0; i < 3; i += 1) await post(url, orderBody('1'));
  await post(url, orderBody('2'));
  await until(() => till.received.length === 2);
  const { out } = await start(['webhook', 'inbox', '--env', 'local', '--json'], env).ended;
  const listed: { id: string; state: string }[] = JSON.parse(out);
  expect(till.received[0]?.headers['blink-event-id']).toBe(listed[0]?.id);
  expect(listed.map(({ state }) => state)).toEqual([
    ...['delivered', 'duplicate', 'duplicate', 'duplicate'],
    'delivered',
  ]);
});

/** The file of the first day in the inbox. */
function inboxFile({ BLINK_STATE_DIR = '' }: NodeJS.ProcessEnv): string {
  const folder = join(BLINK_STATE_DIR, 'default', 'local', 'inbox');
  return join(folder, readdirSync(folder).find((name) => /^[\d-]+\.ndjson$/.test(name)) ?? '');
}

describe('webhook address', () => {
  it('prints what Blink has to be given, the same each time', async () => {
    const env = home();
    const base = 'https://orders.example.com/in/';
    const run = () => start(['webhook', 'address', base, '--env', 'local'], env).ended;
    const [first, second] = [await run(), await run()];
    expect(first.out).toMatch(/^https:\/\/orders\.example\.com\/in\/hook\/[\w-]{32,}\n$/);
    expect(second.out).toBe(first.out);
    const { port } = await listening(['--protect'], env);
    const path = new URL(first.out.trim()).pathname.replace('/in', '');
    expect((await post(`http://127.0.0.1:${port}${path}`, orderBody('1'))).status).toBe(200);
  });

  it.each([
    [['till'], 'Expected a web address'],
    [['https://orders.example.com/?x=1'], 'no "?"'],
  ])('explains %j', async (words, text) => {
    const { code, err } = await start(['webhook', 'address', ...words, '--env', 'local']).ended;
    expect([code, err]).toEqual([2, expect.stringContaining(text)]);
  });
});

describe('a start', () => {
  it('tells of lines that are damaged', async () => {
    const env = home();
    const first = await listening([], env);
    for (const id of ['1', '2']) await post(first.url, orderBody(id));
    first.child.kill('SIGTERM');
    await first.ended;
    const file = inboxFile(env);
    writeFileSync(file, readFileSync(file, 'utf8').replace('KHI-1', 'KHI-7'), { mode: 0o600 });
    const { err } = await listening([], env);
    await until(() => err().includes(`Damaged: 1 line of the inbox can't be read: ${file}, byte 0.`));
  });

  it('with a large inbox takes orders at once', { timeout: 60_000 }, async () => {
    const env = home();
    const folder = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'inbox');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const nextId = eventIds(undefined);
    const day = 86_400_000;
    const body = orderBody('1');
    for (const ago of [2, 1]) {
      const at = Date.now() - ago * day;
      const lines = Array.from({ length: 60_000 }, (_, i) =>
        encodeEvent({
          ...{ id: nextId(at), receivedAt: new Date(at).toISOString(), kind: 'order', key: `${ago} ${i}` },
          ...{ branch: '12345', path: '/', content: `${ago} ${i}`, targets: [], body },
        }),
      );
      writeFileSync(join(folder, `${dayOf(at)}.ndjson`), Buffer.concat(lines), { mode: 0o600 });
    }
    const { url } = await listening(['--forward-to', 'http://127.0.0.1:9/'], env);
    const begun = performance.now();
    expect((await fetch(url)).status).toBe(200);
    expect((await post(url, samples.order)).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe.skipIf(process.platform !== 'linux')('a listener with little', () => {
  it('lives within 64 open files: silent connections give way, orders are stored and forwarded', async () => {
    const env = home();
    const till = await loggingServer(() => ({}));
    const { url, port } = await limited('ulimit -n 64', ['--forward-to', till.url], env);
    const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
    for (let i = 0; i < 30; i += 1) expect((await post(url, orderBody(String(i)))).status).toBe(200);
    await until(() => new Set(till.received.map(({ body }) => body)).size === 30);
    expect((await fetch(url)).status).toBe(200);
  });

  it('takes large bodies that come at once in bounded memory, and asks for the rest again', async () => {
    const { url, child } = await listening();
    const body = orderBody('1', { kitchen_notes: 'x'.repeat(5 * 1024 * 1024 - 3000) });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(url, body).catch(() => undefined)),
    );
    const statuses = answers.map((answer) => answer?.status);
    expect(statuses).toContain(200);
    for (const answer of answers.filter((one) => one?.status === 503)) {
      expect(answer?.headers.get('retry-after')).toBe('1');
    }
    expect(statuses.filter((status) => status !== 200 && status !== 503 && status !== undefined)).toEqual([]);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    expect(Number(peak) / 1024).toBeLessThan(450);
  });
});

/** A listener in a shell that sets a limit first. */
async function limited(limit: string, flags: readonly string[], env: NodeJS.ProcessEnv) {
  const command = `${limit}; exec "${process.execPath}" "${inject('program')}" "$@"`;
  const args = ['-c', command, 'sh', 'webhook', 'listen', '--port', '0', '--env', 'local', ...flags];
  const child = spawn('sh', args, { env: { PATH: process.env.PATH, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += String(chunk);
  });
  child.stdout.resume();
  const address = () => /Listening on (http:\S+)/.exec(err)?.[1];
  await until(() => address() !== undefined);
  const url = address() ?? '';
  return { url, port: Number(new URL(url).port) };
}

describe('a listener that others can reach', () => {
  it('is protected by a secret that stays until it is renewed', async () => {
    const env = home();
    const addresses: string[] = [];
    for (const flags of [['--protect'], ['--host', '0.0.0.0'], ['--new-secret']]) {
      const { url, port, child, ended } = await listening(flags, env);
      const path = new URL(url).pathname;
      addresses.push(path);
      expect(path).toMatch(/^\/hook\/[\w-]{32,}$/);
      const base = `http://127.0.0.1:${port}`;
      expect((await post(`${base}${path}/orders`, samples.order)).status).toBe(200);
      expect((await post(`${base}/orders`, samples.order)).status).toBe(404);
      child.kill('SIGTERM');
      await ended;
    }
    const [first, second, third] = addresses;
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    const file = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'webhook-secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('the end', () => {
  it('waits for what is being delivered, and the next run delivers the rest', async () => {
    const env = home();
    let answer = () => {};
    const till = await loggingServer(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return {};
    });
    const first = await listening(['--forward-to', till.url], env);
    await post(first.url, orderBody('1'));
    await until(() => till.received.length === 1);
    first.child.kill('SIGTERM');
    answer();
    expect((await first.ended).code).toBe(0);
    const inbox = start(['webhook', 'inbox', '--env', 'local', '--json'], env);
    expect(JSON.parse((await inbox.ended).out)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  it('does not wait for ever, and the event goes out again', async () => {
    const env = home();
    let silent = true;
    const till = await loggingServer(async () => {
      if (silent) await new Promise(() => {});
      return {};
    });
    const first = await listening(['--forward-to', till.url], env);
    await post(first.url, orderBody('1'));
    await until(() => till.received.length === 1);
    const before = performance.now();
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(performance.now() - before).toBeLessThan(4000);
    silent = false;
    const second = await listening(['--forward-to', till.url], env);
    await until(() => till.received.length === 2);
    const ids = till.received.map(({ headers }) => headers['blink-event-id']);
    expect(ids[1]).toBe(ids[0]);
    expect(second.err()).toContain(`1 event waits for ${till.url}/ from earlier runs.`);
  });
});
