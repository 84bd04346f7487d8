import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listening, serve } from '../servers.ts';
import { cert, key } from './certificate.ts';

// As it is shipped: CommonJS in several files, undici's parts loaded from their own, in a process of its own.

const folder = mkdtempSync(join(tmpdir(), 'blink-api-'));
const program = join(folder, 'child.cjs');
const manyCalls = join(folder, 'many-calls.cjs');

beforeAll(async () => {
  const file = (name: string) => new URL(`./${name}.ts`, import.meta.url).pathname;
  const input = { child: file('child'), 'many-calls': file('many-calls') };
  const build = await rolldown({ input, platform: 'node', logLevel: 'silent' });
  await build.write({
    dir: folder,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  await build.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What makes Node trust the certificate of these tests. */
function trusting(): Record<string, string> {
  const file = join(folder, 'authority.pem');
  writeFileSync(file, cert);
  return { NODE_EXTRA_CA_CERTS: file };
}

function run(
  args: readonly string[],
  variables: Record<string, string> = {},
  command: readonly string[] = [program],
): Promise<string> {
  const { PATH = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...command, ...args], {
      env: { PATH, ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      out += part;
    });
    child.once('error', reject);
    child.once('close', () => resolve(out));
  });
}

test('a call', async () => {
  const server = await serve(() => ({ body: { ok: 1 } }));
  expect(await run([server.url])).toBe('{"ok":1}');
  expect(server.seen[0]?.headers.authorization).toBe('Bearer token-1');
});

/** @returns the address of a proxy that opens every tunnel to one port of this computer */
async function tunnelTo(port: number): Promise<string> {
  const proxy = createHttpServer();
  proxy.on('connect', (_, socket) => {
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => socket.destroy()).pipe(socket);
    socket.on('error', () => target.destroy()).pipe(target);
  });
  return `http://127.0.0.1:${await listening(proxy)}`;
}

test('a call through a proxy', async () => {
  const server = await serve(() => ({ body: { ok: 1 } }));
  const HTTP_PROXY = await tunnelTo(server.port);
  expect(await run(['http://api.blink.test'], { HTTP_PROXY })).toBe('{"ok":1}');
  expect(await run(['http://api.blink.test'], { HTTP_PROXY, NO_PROXY: 'blink.test' })).toMatch(
    /ENOTFOUND|EAI_AGAIN/,
  );
});

test('a secure call through a proxy', async () => {
  const server = createHttpsServer({ key, cert }, (_, response) => response.end('{"ok":1}'));
  const HTTPS_PROXY = await tunnelTo(await listening(server));
  expect(await run(['https://api.blink.test'], { HTTPS_PROXY, ...trusting() })).toBe('{"ok":1}');
  expect(await run(['https://api.blink.test'], { HTTPS_PROXY })).toContain('(DEPTH_ZERO_SELF_SIGNED_CERT)');
  expect(await run(['https://other.blink.test'], { HTTPS_PROXY, ...trusting() })).toContain(
    "the server's certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)",
  );
});

test("a call to a server of one's own certificate authority", async () => {
  const server = createHttpsServer({ key, cert }, (_, response) => response.end('{"ok":1}'));
  const url = `https://localhost:${await listening(server)}`;
  expect(await run([url], trusting())).toBe('{"ok":1}');
  expect(await run([url])).toContain('(DEPTH_ZERO_SELF_SIGNED_CERT)');
});

test('a closed client keeps no process alive, even while it connects', async () => {
  const server = createTcpServer((socket) => socket.on('error', () => {}).resume());
  const start = performance.now();
  const out = await run([`https://127.0.0.1:${await listening(server)}`, '100']);
  expect(out).toBe('Interrupted: nothing more was sent.');
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('memory does not grow with the number of calls, and nobody listens when they are over', async () => {
  const server = await serve(() => ({ body: { success: true } }));
  server.seen.push = () => 0;
  const out = await run([server.url, '8000'], {}, ['--expose-gc', manyCalls]);
  const { growth, listeners } = JSON.parse(out);
  // A signal of its own that a call leaves behind takes 2 kB.
  expect(growth).toBeLessThan(1_000_000);
  expect(listeners).toBe(1);
});
