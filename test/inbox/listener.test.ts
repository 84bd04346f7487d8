import { expect, it } from 'vitest';
import type { Target } from '../../src/inbox/forward/target.ts';
import { listenForEvents } from '../../src/inbox/listener.ts';
import { orderBody, until } from './events.ts';
import { memoryInbox } from './memory-inbox.ts';

const nothing = () => {};

it('counts the attempts of each target for itself', async () => {
  const attempts: [string, number][] = [];
  const targetOf = (name: string): Target => ({
    ...{ name, timeout: 1000, close: async () => {} },
    async deliver(_, attempt) {
      attempts.push([name, attempt]);
      return { outcome: 'delivered' };
    },
  });
  const ending = new AbortController();
  const listening = listenForEvents({
    ...{ inbox: memoryInbox(), port: 0, host: '127.0.0.1', routes: new Map(), keepDays: 90 },
    ...{ onStored: nothing, onTrouble: nothing, onRefused: nothing, onLeft: nothing, onDown: nothing },
    ...{ onUp: nothing, onAgain: nothing, onDead: nothing, onDeadLeft: nothing, onDamage: nothing },
    ...{ onLoss: nothing, onWarning: nothing },
    targets: [targetOf('http://127.0.0.1:9000/'), targetOf('exec')],
    signal: ending.signal,
    onListening: (url) => void fetch(url, { method: 'POST', body: new Uint8Array(orderBody('1')) }),
  });
  await until(() => attempts.length === 2);
  ending.abort();
  await listening;
  expect(attempts).toEqual([
    ['http://127.0.0.1:9000/', 1],
    ['exec', 1],
  ]);
});
