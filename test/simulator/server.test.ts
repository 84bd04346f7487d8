import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { RequestEntry } from '../../src/simulator/call.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { bundle, run } from './program.ts';
import { start, temporaryFolder } from './start.ts';

test('answers on the loopback address, on the port that it names', async () => {
  const { url, port, plain } = await start();
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect((await plain('GET', '/')).status).toBe(404);
});

test('answers on the host it is told', async () => {
  const { url } = await start({ host: 'localhost' });
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect((await fetch(url)).status).toBe(404);
});

test('names an address that can be called when it listens on all', async () => {
  const { url, port } = await start({ host: '0.0.0.0' });
  expect(url).toBe(`http://127.0.0.1:${port}`);
});

test('a port that is taken is an error with a hint', async () => {
  const { port } = await start();
  const again = startSimulator({ folder: temporaryFolder(), port });
  await expect(again).rejects.toMatchObject({
    name: 'CliError',
    code: 'failed',
    message: expect.stringContaining(`127.0.0.1:${port}`),
    hint: 'Choose another --port, or 0 for any that is free.',
  });
});

test('a folder that can not be made is an error', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(startSimulator({ folder: join(file, 'state') })).rejects.toMatchObject({
    name: 'CliError',
    code: 'failed',
    message: expect.stringContaining(join(file, 'state')),
  });
});

test('close cuts idle, half-sent and silent connections at once', async () => {
  const { url, port, close, plain } = await start();
  await plain('GET', '/');
  const sockets = ['', 'POST /interface/v1/login HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{'].map(
    (content) => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(content);
      return socket;
    },
  );
  const ends = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  const begun = performance.now();
  await close();
  await Promise.all(ends);
  expect(performance.now() - begun).toBeLessThan(1000);
  await expect(fetch(url)).rejects.toThrow();
});

test('close may be called twice', async () => {
  const { close } = await start();
  await Promise.all([close(), close()]);
  await close();
});

test('tells of each request, without its query', async () => {
  const seen: RequestEntry[] = [];
  const { plain, logistics } = await start({ onRequest: (entry) => seen.push(entry) });
  await plain('GET', '/nowhere?password=x');
  await logistics('GET', '/api/client/task/status?mappingKey=K');
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  const [at, ms] = [expect.any(Number), expect.any(Number)];
  expect(seen).toEqual([
    { at, method: 'GET', path: '/nowhere', status: 404, ms, size: 54 },
    { at, method: 'GET', path: '/api/client/task/status', status: 404, ms, size: 59 },
  ]);
});

test('tells of a client that went away', async () => {
  const seen: RequestEntry[] = [];
  const { port } = await start({ onRequest: (entry) => seen.push(entry) });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /interface/v1/login HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{', () => {
    socket.destroy();
  });
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/interface/v1/login', status: 499 });
});

test('a process ends after close, and without it where the simulator was unref-ed', async () => {
  const program = await bundle(temporaryFolder());
  const begun = performance.now();
  const ends = await Promise.all([
    run(program, ['write', temporaryFolder(), '1', '1']),
    run(program, ['leave', temporaryFolder(), '1', '1']),
  ]);
  expect(ends).toEqual([
    { code: 0, out: 'done\n' },
    { code: 0, out: 'done\n' },
  ]);
  // Node's idle connections live for 5 seconds.
  expect(performance.now() - begun).toBeLessThan(4000);
});
