import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../../src/blink/answers/verdict.ts';
import { ask } from '../../../src/blink/ask.ts';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { logIn } from '../../../src/blink/login/log-in.ts';
import { clientFor, failureOf, serve } from '../servers.ts';

const { createTask, importMenu, listBranches, syncOrderStatus } = endpoints;

test.each<[unknown]>([
  [undefined],
  [null],
  [{}],
  [true],
  ['ok'],
  ['SUCCESS'],
  [1],
  [{ success: true }],
  [{ success: 1, errors: [] }],
  [{ success: '1', error: null, errors: {} }],
  [{ success: true, error: [], errors: { 'products.0.sku': [] } }],
  [{ success: true, error: 'false', exception: null }],
  [{ status: 'success' }],
  [{ status: true, message: '2 products were imported, 1 error was corrected' }],
  [{ status: 200 }],
  [{ code: '201' }],
  [{ ok: true }],
  [{ result: 'OK' }],
  [{ msg: 'ok' }],
])('yes: %j', (value) => {
  expect(verdictOf(value)).toBe('yes');
});

test.each<[unknown]>([
  [false],
  [0],
  ['false'],
  [{ success: false, msg: 'No such branch' }],
  [{ success: 0 }],
  [{ success: '0' }],
  [{ success: 'false' }],
  [{ success: 'False ' }],
  [{ ok: false }],
  [{ result: 'failed', message: 'Closed' }],
  [{ status: 'error', message: 'Invalid SKU' }],
  [{ status: 'Fail' }],
  [{ status: false }],
  [{ status: 422, message: 'Invalid' }],
  [{ statusCode: 404 }],
  [{ code: '401' }],
  [{ error: 'Invalid SKU' }],
  [{ error: 1 }],
  [{ message: 'The given data was invalid.', errors: { 'products.3.sku': ['It is taken.'] } }],
  [{ success: true, errors: ['Invalid SKU'] }],
  [{ errors: 'Invalid SKU' }],
])('no: %j', (value) => {
  expect(verdictOf(value)).toBe('no');
});

test.each<[unknown]>([
  [{ exception: 'ErrorException', message: 'Undefined index' }],
  [{ success: true, exception: 'ErrorException', message: 'Undefined index' }],
  [{ status: 500, message: 'Undefined index' }],
  [{ code: '503', message: 'Undefined index' }],
])('broken: %j', (value) => {
  expect(verdictOf(value)).toBe('broken');
});

test.each<[unknown]>([
  [[]],
  [['imported']],
  ['Imported'],
  [{ message: 'Unauthenticated.' }],
  [{ success: null }],
  // The states of an order: 0 is "pending", 4 "rejected".
  [{ blink_order_id: 90_211, status: 0 }],
  [{ blink_order_id: 90_211, status: 4 }],
  [{ blink_order_id: '90211', status: '0' }],
  [{ data: { success: false } }],
])('unclear: %j', (value) => {
  expect(verdictOf(value)).toBe('unclear');
});

describe('an answer that says 200', () => {
  const update = { blink_order_id: 90_211, status: 1 } as const;

  test('and no is a refusal, of every call, and is sent once', async () => {
    const server = await serve(() => ({ body: { errors: { name: ['Not in the menu.'] } } }));
    const client = clientFor(server.url);
    const calls = [
      client.call(importMenu, { body: { products: [] } }),
      client.call(syncOrderStatus, { body: update }),
      ask(client, listBranches),
      client.call(createTask),
      client.call(endpoints.taskStatus),
    ];
    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(error).toMatchObject({ kind: 'refused', exitCode: 1, status: 200, effect: 'none' });
      expect(error).toHaveProperty('fields', { name: ['Not in the menu.'] });
      expect(error).toHaveProperty('message', expect.stringMatching(/refused it: name: Not in the menu\.$/));
    }
    expect(server.seen).toHaveLength(calls.length);
  });

  test('and lists its errors gives them as the reason', async () => {
    const server = await serve(() => ({ body: { success: true, errors: ['Invalid SKU'] } }));
    const error = await failureOf(clientFor(server.url).call(importMenu, { body: { products: [] } }));
    expect(error).toHaveProperty('message', expect.stringMatching(/refused it: \["Invalid SKU"\]$/));
  });

  test('and no to a login means that it was not accepted', async () => {
    const server = await serve(() => ({ body: { status: 'error', message: 'Wrong password' } }));
    const error = await failureOf(logIn(clientFor(server.url), { username: 'kfc', password: 'secret' }));
    expect(error).toMatchObject({ kind: 'credentials', exitCode: 4 });
  });

  test('and tells of an exception leaves a write in doubt', async () => {
    const server = await serve(() => ({ body: { exception: 'PDOException', message: 'Gone away' } }));
    const client = clientFor(server.url);
    const write = await failureOf(client.call(syncOrderStatus, { body: update }));
    expect(write).toMatchObject({ kind: 'unreachable', exitCode: 5, effect: 'unknown' });
    expect(write).toHaveProperty('message', expect.stringMatching(/worked on it: Gone away\. It was sent/));
    const task = await failureOf(client.call(createTask));
    expect(task).toMatchObject({ kind: 'unknown_outcome', exitCode: 6, effect: 'unknown' });
    expect(await failureOf(ask(client, listBranches))).toMatchObject({ kind: 'unreachable', effect: 'none' });
    expect(server.seen).toHaveLength(3);
  });

  test('and neither yes nor no is kept, and told once for each call of Blink', async () => {
    const said: string[] = [];
    const server = await serve(({ url }) => ({
      body: url.endsWith('importMenu') ? ['p1'] : { note: 'Bearer abcdefghijklmnopqrstuvwxyz\u001b[31m' },
    }));
    const client = clientFor(server.url, { warn: (message) => said.push(message) });
    for (let round = 0; round < 3; round++) {
      expect(await client.call(importMenu, { body: { products: [] } })).toEqual(['p1']);
      expect(await client.call(syncOrderStatus, { body: update })).toHaveProperty('note');
    }
    const host = `127.0.0.1:${server.port}`;
    expect(said).toEqual([
      `POST /interface/v1/importMenu on ${host} was answered with 200 and "["p1"]", which says neither yes nor no. It counts as done.`,
      expect.stringMatching(
        /^POST \/interface\/v1\/syncOrderStatus on .*"{"note":"Bearer \*\*\*.*counts as done\.$/,
      ),
    ]);
  });

  test('and yes, or nothing, is not worth a word', async () => {
    const said: string[] = [];
    const server = await serve((_, count) => ({ body: count === 1 ? '' : { success: true } }));
    const client = clientFor(server.url, { warn: (message) => said.push(message) });
    expect(await client.call(importMenu, { body: { products: [] } })).toBeUndefined();
    expect(await client.call(importMenu, { body: { products: [] } })).toEqual({ success: true });
    expect(said).toEqual([]);
  });
});
