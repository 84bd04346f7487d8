import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { readBody } from '../../src/simulator/http/body.ts';

const limit = 100_000;

/** A server that answers with the length of what it read, or with the refusal's status. */
async function listen(): Promise<number> {
  const server = createServer((request, response) => {
    readBody(request, limit).then((read) => {
      response.statusCode = 'refusal' in read ? read.refusal.status : 200;
      response.end(JSON.stringify('refusal' in read ? read.refusal.body : Object.keys(read.body)));
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Sends all pieces and reads the answer. A client that is kept from sending the rest never comes to its end. */
async function post(port: number, pieces: readonly string[], headers = {}): Promise<unknown> {
  const request = send({ port, host: '127.0.0.1', method: 'POST', headers });
  const answered = once(request, 'response');
  for (const piece of pieces) request.write(piece);
  request.end();
  const [[response]] = await Promise.all([answered, once(request, 'finish')]);
  return { status: response.statusCode, body: await json(response) };
}

const within = `{"a":"${'x'.repeat(limit - 8)}"}`;

const tooLarge = {
  status: 413,
  body: { message: 'Blink simulator: the body has more than 100000 bytes' },
};

test('a body of just the limit is read', async () => {
  const port = await listen();
  expect(within).toHaveLength(limit);
  expect(await post(port, [within.slice(0, 10), within.slice(10)])).toEqual({ status: 200, body: ['a'] });
});

test.each([
  ['announced', { 'content-length': limit + 1 }],
  ['not announced', {}],
])('one byte more is refused: %s', async (_, headers) => {
  const port = await listen();
  expect(await post(port, [within.slice(0, 10), within.slice(10), ' '], headers)).toEqual(tooLarge);
});

test('a client that sends far too much can still read its refusal', async () => {
  const port = await listen();
  const pieces = Array.from({ length: 200 }, () => 'x'.repeat(limit));
  expect(await post(port, pieces)).toEqual(tooLarge);
});
