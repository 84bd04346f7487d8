import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { home } from '../blink.ts';
import { loggingServer } from '../server.ts';
import { orderBody, samples, until } from '../webhook/events.ts';
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
