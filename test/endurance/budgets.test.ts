import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../src/inbox/event.ts';
import { eventIds } from '../../src/inbox/event-id.ts';
import { openBooks } from '../../src/inbox/file-store/books.ts';
import { dayOf, deliveryFile, eventFile } from '../../src/inbox/file-store/days.ts';
import { encodeDelivery } from '../../src/inbox/file-store/delivery-lines.ts';
import { encodeEvent } from '../../src/inbox/file-store/event-lines.ts';
import { serveRaw } from '../blink/servers.ts';
import { customer, customersPage, pageOf } from '../customers.ts';
import { listening } from '../e2e/listener.ts';
import { start } from '../e2e/process.ts';
import { home } from '../front-door.ts';
import { orderBody, samples } from '../inbox/events.ts';
import { measuring } from '../reliability/memory.ts';
import { commands, serverAt } from '../reliability/sending.ts';
import { loggingServer } from '../server.ts';

// Budgets of memory and time, held against what is much larger than they are.

/** Runs a read against a server, and measures it. */
async function measuredRead(answer: Parameters<typeof serveRaw>[0], flags: readonly string[] = []) {
  const server = await serveRaw(answer);
  const { env, peak } = measuring(serverAt(server.url));
  const begun = performance.now();
  const { code, out, err } = await start([...commands.read, ...flags], env).ended;
  const seconds = (performance.now() - begun) / 1000;
  return { code, out, err, seconds, peak: peak(), requests: server.requests.length };
}

it('an answer that unpacks a thousandfold, to a gigabyte, takes little memory and time', async () => {
  const megabytes = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  // Gzip streams one after the other are one stream.
  const bomb = Buffer.concat(Array.from({ length: 16 }, () => megabytes));
  const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
  const run = await measuredRead((socket) => {
    socket.write(head);
    socket.end(bomb);
  });
  expect(run).toMatchObject({ code: 1, out: '', requests: 1 });
  // What it begins with would be gibberish.
  expect(run.err).toContain('is larger than 64 MiB.\n');
  expect(run.peak).toBeLessThan(192);
  expect(run.seconds).toBeLessThan(5);
});

it('an answer that never ends is cut short', async () => {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  const run = await measuredRead((socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.on('drain', pour);
    pour();
  });
  expect(run).toMatchObject({ code: 1, out: '', requests: 1 });
  expect(run.err).toContain('is larger than 64 MiB');
  expect(run.peak).toBeLessThan(256);
  expect(run.seconds).toBeLessThan(10);
});

it.each([
  ['in its headers', 'HTTP/1.1 200 OK\r\nx: '],
  ['in its body', 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{'],
])('an answer that trickles %s ends at the deadline', async (_, begin) => {
  const run = await measuredRead(
    (socket) => {
      socket.write(begin);
      const timer = setInterval(() => socket.write(' '), 1000);
      socket.on('close', () => clearInterval(timer));
    },
    ['--timeout', '2', '--retries', '0'],
  );
  expect(run).toMatchObject({ code: 5, out: '', requests: 1 });
  expect(run.err).toContain('within 2 s');
  expect(run.seconds).toBeGreaterThan(2);
  expect(run.seconds).toBeLessThan(4);
  expect(run.peak).toBeLessThan(128);
});

const header = 'product_id,sku,name,is_active,price,category_id,category_name';
const row = 'tikka,T-1,Chicken Tikka چکن,true,520,bbq,BBQ';

describe('a gigabyte', () => {
  const gigabyte = 1024 * 1024 * 1024;
  const chunk = 1024 * 1024;
  const filled = (text: string) => Buffer.from(text.repeat(Math.ceil(chunk / text.length)));

  it.each([
    ['of rows', `${header}\n`, filled(`${row}\n`)],
    ['of one row', header, filled('a')],
    ['without the end of a quote', `${header}\n"`, filled('a,b\n')],
    ['of JSON', '{"products":[', filled('{"id":"a"},')],
  ])(
    '%s through a pipe is refused in bounded memory and time',
    async (_, first, rest) => {
      const { env, peak } = measuring(home());
      const begun = performance.now();
      const { child, ended } = start(['menu', 'validate', '-'], env);
      const { stdin } = child;
      stdin?.on('error', () => {});
      stdin?.write(first);
      for (let sent = 0; sent < gigabyte && stdin?.writable; sent += chunk) {
        if (!stdin.write(rest)) await Promise.race([once(stdin, 'drain').catch(() => {}), ended]);
      }
      stdin?.end();
      expect(await ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Error: ') });
      expect(peak()).toBeLessThan(700);
      expect(performance.now() - begun).toBeLessThan(60_000);
    },
    90_000,
  );
});

describe('100,000 customers', () => {
  /** Lists this many pages into a file. @returns the file, and the most memory that it took in MiB */
  async function listInto(format: string, pages: number) {
    const { url, received } = await loggingServer((request) =>
      customersPage({ pages, perPage: 100 }, pageOf(request)),
    );
    const { env, peak } = measuring(serverAt(url));
    const file = join(env.HOME ?? '', `customers.${format}`);
    const command = ['customers', 'list', '--all', '--output', format];
    const run = start(command, env, { stdio: ['ignore', openSync(file, 'w'), 'pipe'] });
    expect(await run.ended).toMatchObject({ code: 0, err: '' });
    expect(received).toHaveLength(pages);
    return { text: readFileSync(file, 'utf8'), peak: peak() };
  }

  it.each(['ndjson', 'csv', 'json'])(
    'are listed as %s in memory that does not grow with them',
    async (format) => {
      const few = await listInto(format, 100);
      const many = await listInto(format, 1000);
      expect(many.peak).toBeLessThan(160);
      expect(many.peak - few.peak).toBeLessThan(24);
      const rows = many.text.trimEnd().split('\n');
      const records = format === 'json' ? JSON.parse(many.text) : format === 'ndjson' ? rows : rows.slice(1);
      expect(records).toHaveLength(100_000);
      const last = records.at(-1);
      if (format === 'csv') expect(last).toBe('"Customer, 100000",+923990100000,,10,2020-10-07 11:47:31');
      else expect(format === 'json' ? last : JSON.parse(last)).toEqual(customer(100_000));
    },
  );
});

it('a start with a large inbox takes orders at once', { timeout: 60_000 }, async () => {
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
  expect((await fetch(url, { method: 'POST', body: new Uint8Array(samples.order) })).status).toBe(200);
  expect(performance.now() - begun).toBeLessThan(1000);
});

describe.runIf(process.platform === 'linux')('a command that looks into a large inbox', () => {
  it('reads what it is asked for, not what was ever received', { timeout: 120_000 }, async () => {
    const env = home();
    const folder = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'inbox');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const size = fillDays(folder, 3, 20_000);
    const books = openBooks(folder);
    await books.standing();
    await books.write();
    await books.close();

    const file = join(env.HOME ?? '', 'read');
    const counting = {
      ...env,
      NODE_OPTIONS: `--require ${resolve('test/e2e/read-bytes.cjs')}`,
      READ_BYTES_FILE: file,
    };
    const bytesOf = async (command: readonly string[]) => {
      const { code } = await start([...command, '--env', 'local'], counting).ended;
      return { code, bytes: Number(readFileSync(file, 'utf8')) };
    };
    for (const command of [
      ['webhook', 'inbox', 'list', '--limit', '5'],
      ['webhook', 'inbox', 'list', '--since', '5m', '--limit', '1'],
      ['webhook', 'inbox', 'list', '--state', 'dead'],
      ['webhook', 'inbox', 'show', '40007'],
      ['webhook', 'inbox', 'prune', '--older-than', '1d', '--dry-run'],
      ['orders', 'watch', '--once'],
    ]) {
      const { code, bytes } = await bytesOf(command);
      expect([command, code]).toEqual([command, 0]);
      expect([command, bytes < size / 4]).toEqual([command, true]);
    }
  });
});

/** Fills days before today with orders that were delivered. @returns how many bytes of events there are */
function fillDays(folder: string, days: number, perDay: number): number {
  const nextId = eventIds(undefined);
  const body = Buffer.from(
    JSON.stringify({ ...JSON.parse(String(orderBody('1'))), kitchen_notes: 'مرچ کم' }),
  );
  let size = 0;
  for (let ago = days; ago > 0; ago--) {
    const at = Date.now() - ago * 86_400_000;
    const events = Array.from({ length: perDay }, (_, i): StoredEvent => {
      const head = { id: nextId(at), receivedAt: new Date(at).toISOString(), path: '/', branch: '12345' };
      const key = String(ago * perDay + i);
      return { ...head, kind: 'order', key, content: key, summary: {}, targets: ['exec'], body };
    });
    const delivered = {
      target: 'exec',
      state: 'delivered',
      attempt: 1,
      at: new Date(at).toISOString(),
    } as const;
    const lines = Buffer.concat(events.map(encodeEvent));
    const deliveries = Buffer.concat(events.map(({ id }) => encodeDelivery({ ...delivered, id })));
    writeFileSync(eventFile(folder, dayOf(at)), lines, { mode: 0o600 });
    writeFileSync(deliveryFile(folder, dayOf(at)), deliveries, { mode: 0o600 });
    size += lines.length;
  }
  return size;
}
