import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { serveRaw } from '../blink/servers.ts';
import { start } from '../e2e/process.ts';
import { measuring } from './memory.ts';
import { commands, serverAt } from './sending.ts';

/** The three ways HTTP says where a body ends. */
const framings = {
  'content-length': (body: Buffer, promised: number) => [`content-length: ${promised}`, body] as const,
  chunks: (body: Buffer, promised: number) => {
    const size = Buffer.from(`${promised.toString(16)}\r\n`);
    const end = body.length < promised ? Buffer.alloc(0) : Buffer.from('\r\n0\r\n\r\n');
    return ['transfer-encoding: chunked', Buffer.concat([size, body, end])] as const;
  },
  'the end of the connection': (body: Buffer) => ['connection: close', body] as const,
};

const json = Buffer.from(
  '{"msg":"Success","success":true,"error":null,"data":[{"id":63,"branch":"Clifton"}]}',
);
const hostile = '\u001b]0;owned\u0007\u009b2J\u202eevil\u2066 ';
const page = Buffer.from(
  `<html><script>x()</script><h1>${hostile}</h1>${'Please pay here. '.repeat(100)}</html>`,
);
const garbage = Buffer.from(`\u001f\u008bnot gzip at all ${hostile}${'?'.repeat(600)}`, 'utf8');

/** What comes instead of an answer, and how much longer it was promised to be. */
const bodies = {
  'a body that is cut off': {
    body: json.subarray(0, 40),
    missing: json.length - 40,
    type: 'application/json',
  },
  'a whole body that was to be longer': { body: json, missing: 50, type: 'application/json' },
  'a web page': { body: page, missing: 0, type: 'text/html' },
  'a body that is no gzip': { body: garbage, missing: 0, type: 'application/json', coding: 'gzip' },
  'gzip that is cut off': {
    body: gzipSync(json).subarray(0, 40),
    missing: 20,
    type: 'application/json',
    coding: 'gzip',
  },
};
const unsafe = /(?!\n)[\p{Cc}\p{Cf}]/u;

// A connection that ends is the end of a body that announces no other.
const impossible = 'a whole body that was to be longer, framed by the end of the connection';
const cases = Object.entries(framings)
  .flatMap(([framing, frame]) =>
    Object.entries(bodies).map(([what, sent]) => [what, framing, sent, frame] as const),
  )
  .filter(([what, framing]) => `${what}, framed by ${framing}` !== impossible);

it.each(cases)('%s, framed by %s, is never a success', async (what, _, sent, frame) => {
  const { body, missing, type } = sent;
  const coding = 'coding' in sent ? [`content-encoding: ${sent.coding}`] : [];
  const [header, bytes] = frame(body, body.length + missing);
  const head = ['HTTP/1.1 200 OK', `content-type: ${type}`, ...coding, header].join('\r\n');
  const server = await serveRaw((socket) => {
    socket.write(`${head}\r\n\r\n`);
    socket.end(bytes);
  });
  const ends = await Promise.all(
    Object.values(commands).map(
      (command) => start([...command, '--retries', '0', '--verbose'], serverAt(server.url)).ended,
    ),
  );
  const [read, idempotent, once] = ends;
  expect([read?.code, idempotent?.code, once?.code]).toEqual([1, 1, 6]);
  for (const { out, err } of ends) {
    expect(out).not.toContain('✓');
    expect(err).toMatch(/was cut off after|is a web page|is not packed as it claims|is not JSON/);
    expect(`${out}${err}`).not.toMatch(unsafe);
    const excerpts = [...err.matchAll(/it begins "([^\n]*)"/g)].map(([, excerpt = '']) => excerpt);
    expect(excerpts).toHaveLength(what === 'gzip that is cut off' ? 0 : 1);
    for (const excerpt of excerpts) expect([...excerpt].length).toBeLessThanOrEqual(200);
  }
  // What became of the task is looked up; nothing else is sent again.
  const asked = server.requests.map((request) => request.split(' ', 2).join(' ')).sort();
  expect(asked.filter((one) => !one.includes('/task/status'))).toEqual([
    'GET /interface/v1/branches',
    'POST /api/client/task',
    'POST /interface/v1/syncStockAndPrice',
  ]);
});

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
