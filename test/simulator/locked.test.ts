import { expect, test } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { withLock } from '../../src/storage/lock.ts';
import { at, delivery, start } from './start.ts';

test('a lock that others hold is a 503 that says when to come again, and the next change finds its way', async () => {
  let isHeld = true;
  const { logistics } = await start({
    lock: async (path, work) => {
      if (isHeld) throw new CliError('locked', 'Another blink is at it.', { hint: 'Wait for it to end.' });
      return withLock(path, work);
    },
  });
  const replies = await Promise.all(
    ['1', '2'].map((key) => logistics('POST', '/api/client/task', delivery(key))),
  );
  for (const reply of replies) {
    expect([reply.status, reply.headers.get('retry-after'), reply.body]).toEqual([
      503,
      '1',
      { message: 'Blink simulator: Another blink is at it. Wait for it to end.' },
    ]);
  }
  isHeld = false;
  expect((await logistics('POST', '/api/client/task', delivery('1'))).status).toBe(201);
});

test('a lock that was lost on the way keeps the change from being written', async () => {
  const lost = new CliError('locked', 'This run lost its lock.');
  const { logistics } = await start({ lock: (_path, work) => work(AbortSignal.abort(lost)) });
  const reply = await logistics('POST', '/api/client/task', delivery('1'));
  expect([reply.status, at(reply.body, 'message')]).toEqual([
    503,
    'Blink simulator: This run lost its lock.',
  ]);
  expect((await logistics('GET', '/api/client/task/status?mappingKey=1')).status).toBe(404);
});
