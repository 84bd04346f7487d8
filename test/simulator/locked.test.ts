import { expect, test, vi } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { at, delivery, start } from './start.ts';

const lost = new CliError('locked', 'This run lost its lock.');

const lock = vi.hoisted(() => ({
  take: (_work: (signal: AbortSignal) => Promise<unknown>): unknown => undefined,
}));

vi.mock('../../src/storage/lock.ts', () => ({
  withLock: async (_path: string, work: (signal: AbortSignal) => Promise<unknown>) => lock.take(work),
}));

const held = () => {
  throw new CliError('locked', 'Another blink is using tasks.json.', { hint: 'Wait for it to end.' });
};

test('a lock that others hold is a 503 that says when to come again, and the next change finds its way', async () => {
  const { logistics } = await start();
  lock.take = held;
  const replies = await Promise.all(
    ['1', '2'].map((key) => logistics('POST', '/api/client/task', delivery(key))),
  );
  for (const reply of replies) {
    expect([reply.status, reply.headers.get('retry-after'), reply.body]).toEqual([
      503,
      '1',
      { message: 'Blink simulator: Another blink is using tasks.json. Wait for it to end.' },
    ]);
  }
  lock.take = (work) => work(new AbortController().signal);
  expect((await logistics('POST', '/api/client/task', delivery('1'))).status).toBe(201);
});

test('a lock that was lost on the way keeps the change from being written', async () => {
  const { logistics } = await start();
  lock.take = (work) => work(AbortSignal.abort(lost));
  const reply = await logistics('POST', '/api/client/task', delivery('1'));
  expect([reply.status, at(reply.body, 'message')]).toEqual([
    503,
    'Blink simulator: This run lost its lock.',
  ]);
  expect((await logistics('GET', '/api/client/task/status?mappingKey=1')).status).toBe(404);
});
