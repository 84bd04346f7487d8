import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { serveRaw } from '../blink/servers.ts';
import { start } from '../e2e/process.ts';
import { some } from '../thorough.ts';
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

it.each(some(cases, 7))('%s, framed by %s, is never a success', async (what, _, sent, frame) => {
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
