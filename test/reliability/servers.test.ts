import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
import { eventually } from '../eventually.ts';
import { blink } from '../front-door.ts';
import { inboxOf, keep, order, orderStatus, storedEvent } from '../inbox/keep.ts';
import { loggingServer } from '../server.ts';
import { everyCommand } from './every-command.ts';
import { hostile, unsafe } from './hostile.ts';
import { closedToOthers, filesIn } from './private.ts';
import { terminalOf } from './screen.ts';
import { serverAt } from './sending.ts';
import { addressIn, request, secretPath, serve } from './serving.ts';

/** Whoever decoded it to show it would do harm. */
const hostilePath = `/evil${encodeURIComponent(hostile)}`;
/** No client would send it: sequences that begin with one byte of the upper half. */
const rawPath = '/evil\u009b2J\u009b31m';

const hostileOrder = (id: string) =>
  order(id, { order_key: `KEY-${id}${hostile}`, customer_name: hostile, kitchen_notes: hostile });

/** The runs of a command that serve. */
function serving(name: string, env: NodeJS.ProcessEnv, text = '') {
  return (everyCommand(env, { text })[name] ?? []).filter(({ serves }) => serves);
}

/** Runs a command on a terminal without colours until it is stopped. */
function onTerminal(args: readonly string[], env: NodeJS.ProcessEnv, input = '') {
  const { io, screen } = terminalOf({ ...env, NO_COLOR: '1' }, input);
  const interruption = new AbortController();
  const ended = main(args, io, interruption.signal);
  const stop = async () => {
    interruption.abort(new CliError('interrupted', 'Stopped.'));
    await ended;
    return screen();
  };
  onTestFinished(async () => void (await stop()));
  return {
    address: () => eventually(() => addressIn(screen()) ?? Promise.reject(new Error(screen()))),
    shows: (text: string) => eventually(() => expect(screen()).toContain(text)),
    stop,
  };
}

/** What is raw on a screen, with what stands around it. */
function rawIn(screen: string): string | undefined {
  const raw = unsafe.exec(screen);
  return raw ? screen.slice(Math.max(0, raw.index - 60), raw.index + 20) : undefined;
}

const formats = [[], ['--verbose', '--output', 'ndjson']];

describe('nothing raw reaches a terminal', () => {
  it.each(formats)(
    'from webhook listen: events, addresses, earlier runs, targets, commands',
    async (...format) => {
      const till = await loggingServer(() => ({ status: 422, body: hostile }));
      const env = serverAt(till.url);
      const prints = "printf '\\033]0;owned\\007\\033[2J printed \\302\\233 \\342\\200\\256evil\\n'; exit 1";
      const lines = [
        ...serving('webhook listen', env, hostile),
        { args: ['webhook', 'listen', '--port', '0', '--route', 'order=/taken', '--exec', prints] },
      ];
      for (const { args } of lines) {
        const routed = args.includes('--route');
        const server = onTerminal([...args, ...format], env);
        const url = await server.address();
        const base = url.includes('***') ? await secretPath(env) : '';
        const post = (path: string, body: string) => request(url, base + path, { body });
        await post(routed ? '/taken' : hostilePath, JSON.stringify(hostileOrder(String(performance.now()))));
        await post(routed ? hostilePath : '/', JSON.stringify({ ...orderStatus('8', 4), comment: hostile }));
        if (!routed) await post('/', hostile);
        await request(url, base + hostilePath, { method: 'PATCH' });
        expect(await request(url, base + rawPath)).toBe(400);
        await server.shows('Refused:');
        await server.shows('KEY-');
        if (args.includes('--forward-to')) await server.shows('Not taken:');
        if (routed) await server.shows('printed');
        expect(rawIn(await server.stop())).toBeUndefined();
      }
    },
  );

  it.each(formats)('from simulator start: paths, accounts, webhooks', async (...format) => {
    const till = await loggingServer(() => ({ status: 500, body: hostile }));
    const env = serverAt(till.url);
    for (const { args, input } of serving('simulator start', env, hostile)) {
      const server = onTerminal([...args, ...format], env, input);
      const url = await server.address();
      const headers = { authorization: 'Bearer token-1', 'content-type': 'application/json' };
      expect(await request(url, hostilePath, { method: 'M-SEARCH' })).toBe(404);
      expect(await request(url, rawPath)).toBe(400);
      expect(await request(url, '/simulator/orders', { headers, body: '{}' })).toBe(201);
      await server.shows('evil');
      await server.shows('it answered 500');
      expect(rawIn(await server.stop())).toBeUndefined();
    }
  });

  it('from orders watch, as it follows', async () => {
    const env = serverAt('http://127.0.0.1:9');
    for (const { args } of serving('orders watch', env, hostile)) {
      const server = onTerminal(args, env);
      await server.shows('evil');
      keep(inboxOf(env, 'sandbox'), storedEvent(hostileOrder('8'), Date.now()));
      await server.shows('KEY-8');
      expect(rawIn(await server.stop())).toBeUndefined();
    }
  });
});

it('programs are given every character of an event, a line of JSON each', async () => {
  const env = serverAt('http://127.0.0.1:9');
  const { url = '', out, stop } = await serve(['webhook', 'listen', '--port', '0'], env);
  await request(url, hostilePath, { body: JSON.stringify(hostileOrder('8')) });
  await eventually(() => expect(out()).toContain('\n'));
  await stop();
  expect(JSON.parse(out())).toMatchObject({ key: '8', event: hostileOrder('8') });
  const { out: listed } = await blink('webhook inbox list --json', { env });
  expect(JSON.parse(listed)).toMatchObject([{ path: hostilePath, customer: hostile }]);
});

describe('secrets', () => {
  it('the secret path is shown to who asks for it, and kept in its own file alone', async () => {
    const env = serverAt('http://127.0.0.1:9');
    const args = ['webhook', 'listen', '--port', '0', '--protect', '--verbose', '--route', 'order=/orders'];
    const { child, url = '', err, out, stop } = await serve(args, env);
    const pathname = await secretPath(env);
    const secret = pathname.replace('/hook/', '');
    const headers = { authorization: `Bearer ${secret}` };
    const body = JSON.stringify(order('8'));
    expect(await request(url, `${pathname}/orders?key=${secret}`, { body })).toBe(200);
    expect(await request(url, '/orders', { body, headers })).toBe(200);
    expect(await request(url, `${pathname}/nowhere`, { body })).toBe(404);
    await eventually(() => expect(err()).toContain('Refused: POST /hook/***/nowhere'));
    await eventually(() => expect(out().split('\n')).toHaveLength(3));
    if (process.platform === 'linux') {
      expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).not.toContain(secret);
    }
    await stop();
    expect(err()).not.toContain(secret);
    expect(out()).not.toContain(secret);
    for (const command of ['list --json', 'export', 'list']) {
      expect((await blink(`webhook inbox ${command}`, { env })).out).not.toContain(secret);
    }
    const holding = filesIn(env.BLINK_STATE_DIR).filter((file) =>
      readFileSync(file, 'utf8').includes(secret),
    );
    expect(holding).toEqual([join(env.BLINK_STATE_DIR ?? '', 'default/sandbox/webhook-secret')]);
    closedToOthers(env.BLINK_STATE_DIR);
  });

  it.skipIf(process.platform === 'win32')('a command that is run for events is given none', async () => {
    const canaries = {
      BLINK_PASSWORD: 'canary-1',
      BLINK_TOKEN: 'canary-2',
      BLINK_LOGISTICS_TOKEN: 'canary-3',
    };
    const env = serverAt('http://127.0.0.1:9', canaries);
    const file = join(env.HOME ?? '', 'given');
    const exec = `env > ${file}.part && mv ${file}.part ${file}`;
    const { url = '', stop } = await serve(['webhook', 'listen', '--port', '0', '--exec', exec], env);
    await request(url, '/', { body: JSON.stringify(order('8')) });
    const given = await eventually(() => readFileSync(file, 'utf8'));
    await stop();
    expect(given).toContain('BLINK_EVENT_KEY=8');
    expect(given).toContain('BLINK_ENV=sandbox');
    expect(given).not.toMatch(/canary|BLINK_PASSWORD|TOKEN/);
  });
});

describe.skipIf(process.platform === 'win32')('streams', () => {
  it.each([
    ['is full', '> /dev/full', /Nothing is printed any more: .*stored all the same/],
    ['is closed', '>&-', /Listening on/],
  ])('webhook listen stores events also where its output %s', async (_, redirection, said) => {
    const env = serverAt('http://127.0.0.1:9');
    const { url = '', err, stop } = await serve(['webhook', 'listen', '--port', '0'], env, { redirection });
    for (const id of ['1', '2', '3']) {
      expect(await request(url, '/', { body: JSON.stringify(order(id)) })).toBe(200);
    }
    await eventually(() => expect(err()).toMatch(said));
    expect(await request(url, '/', { body: JSON.stringify(order('4')) })).toBe(200);
    expect((await stop()).code).toBe(0);
    expect(JSON.parse((await blink('webhook inbox list --json', { env })).out)).toHaveLength(4);
    closedToOthers(env.BLINK_STATE_DIR);
  });

  it('simulator start ends where its log cannot be written, and serves where nobody wants it', async () => {
    const env = serverAt('http://127.0.0.1:9');
    const args = ['simulator', 'start', '--port', '0'];
    const full = await serve(args, env, { redirection: '> /dev/full' });
    await request(full.url ?? '', '/');
    const { code, err } = await full.ended;
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Cannot write the output: ') });
    const closed = await serve(args, env, { redirection: '>&-' });
    for (let i = 0; i < 3; i += 1) expect(await request(closed.url ?? '', '/')).toBe(404);
    expect((await closed.stop()).code).toBe(0);
  });

  it('orders watch ends where its lines cannot be written', async () => {
    const env = serverAt('http://127.0.0.1:9');
    const [{ args } = { args: [] }] = serving('orders watch', env);
    const { ended } = await serve(args, env, { redirection: '> /dev/full' });
    const { code, err } = await ended;
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('Cannot write the output: ') });
  });
});
