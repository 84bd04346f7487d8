import { describe, expect, test } from 'vitest';
import { findTask } from '../../src/blink/find-task.ts';
import { createPatience } from '../../src/blink/retry/patience.ts';
import { CliError } from '../../src/errors.ts';
import { clientFor, closedPort, failureOf, fakeClock, type Reply, serve, serveRaw } from './servers.ts';

const task = { eventId: 23, event: 'TASK_ASSIGNED', data: { taskId: 9_000_412, type: 1 } };

async function look(reply: Reply) {
  const server = await serve(() => reply);
  const found = await findTask(clientFor(server.url), 'KHI-1042');
  expect(server.seen[0]?.url).toBe('/api/client/task/status?mappingKey=KHI-1042');
  return found;
}

test.each([9_000_412, '9000412'])('a task that is there, its number as %j', async (taskId) => {
  expect(await look({ body: { ...task, data: { taskId } } })).toEqual({ is: 'found', as: '9000412' });
});

test.each<[number, unknown]>([
  [404, { message: 'Task not found' }],
  [404, { message: 'Task not found.', success: false }],
  [404, { success: false, msg: 'No task found with this mapping key.' }],
  [404, { message: 'Blink simulator: no task with this mappingKey' }],
  [404, { message: 'The task does not exist.' }],
  [404, { message: "The task with mapping key KHI-1042 doesn't exist" }],
  [404, { message: 'No query results for model [App\\Models\\Task].' }],
  [404, { message: 'No query results for model [App\\Task] KHI-1042', exception: 'NotFoundHttpException' }],
  [200, { success: false, error: null, msg: 'No such task', data: null }],
  [422, { message: 'The selected mapping key is invalid.', errors: { mappingKey: ['It is invalid.'] } }],
])('the service says that there is none: %i %j', async (status, body) => {
  expect(await look({ status, body })).toEqual({ is: 'absent' });
});

test.each<[string, number, unknown]>([
  ['a web page', 404, '<html><title>Task not found</title></html>'],
  ['an empty body', 404, ''],
  ['text', 404, 'Task not found'],
  ['text in JSON', 404, '"Task not found"'],
  ['a list', 404, [{ message: 'Task not found' }]],
  ['a gateway', 404, { message: 'no Route matched with those values' }],
  ['another gateway', 404, { message: 'Not Found' }],
  ['a third gateway', 404, { status: 404, error: 'Not Found', path: '/api/client/task/status' }],
  ['a router', 404, { message: 'The route api/client/task/status could not be found.' }],
  ['another router', 404, { statusCode: 404, message: 'Cannot GET /api/client/task/status' }],
  ['a service that is not there', 404, { message: 'Task service not found' }],
  ['a load balancer', 404, { message: 'default backend - 404' }],
  ['a branch', 404, { message: 'Branch not found' }],
  ['no message', 404, { error: 'Task not found' }],
  ['another status', 410, { message: 'Task not found' }],
  ['a refused token', 401, { message: 'No task for this token' }],
  ['trouble', 503, { message: 'Task not found' }],
  ['a missing key', 422, { message: 'The mapping key field is required.' }],
  ['nothing', 200, ''],
  ['an empty list', 200, []],
  ['no data', 200, { success: true, data: null }],
  ['a task without a number', 200, { ...task, data: {} }],
  ['a task in a refusal', 404, task],
  ['a task beside a no', 200, { ...task, success: false }],
])('nobody knows: %s', async (_, status, body) => {
  const found = await look({ status, body });
  expect(found).toEqual({ is: 'unclear', why: expect.stringMatching(new RegExp(`\\(${status}\\).*\\.$`)) });
});

describe('when no answer comes', () => {
  test('it is unclear, and why is said', async () => {
    const cut = await serveRaw((socket) => socket.end('HTTP/1.1 404 No\r\ncontent-length: 99\r\n\r\n{"mess'));
    for (const url of [`http://127.0.0.1:${await closedPort()}`, cut.url]) {
      const found = await findTask(clientFor(url, { retries: 0 }), 'KHI-1042');
      expect(found).toEqual({ is: 'unclear', why: expect.stringMatching(/failed: .*\.$/) });
    }
  });

  test('an interruption is thrown', async () => {
    const stop = new AbortController();
    const server = await serveRaw(() => stop.abort(new CliError('terminated', 'Stopped.')));
    const looking = findTask(clientFor(server.url), 'KHI-1042', { signal: stop.signal });
    expect(await failureOf(looking)).toMatchObject({ code: 'terminated', effect: 'none' });
  });

  test('it has the patience of its run', async () => {
    const server = await serve((_, count) => (count < 9 ? { status: 502 } : { body: task }));
    const { signal } = new AbortController();
    const patience = createPatience({ budget: 120_000, signal, clock: fakeClock() });
    const found = await findTask(clientFor(server.url), 'KHI-1042', { patience });
    expect(found).toMatchObject({ is: 'found' });
  });
});
