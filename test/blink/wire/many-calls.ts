import { getEventListeners } from 'node:events';
import { createClient } from '../../../src/blink/client.ts';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { fixedSession } from '../../../src/blink/login/session.ts';
import { createPatience } from '../../../src/blink/retry/patience.ts';

/*
 * A process that calls the service at its first argument as often as its second says, as a bulk run does, and tells how
 * many bytes it holds more after the second half of the calls than after the first. Needs `--expose-gc`.
 */

const [baseUrl = '', count = '0'] = process.argv.slice(2);
const { signal } = new AbortController();
const options = { baseUrl, session: fixedSession('token-1'), userAgent: 'blink/child', timeout: 30_000 };
const client = createClient({ ...options, signal, linger: 1_000 });
const patience = createPatience({ budget: 60_000, signal });

async function held(calls: number): Promise<number> {
  let left = calls;
  const worker = async () => {
    while (left-- > 0) {
      await client.call(endpoints.syncOrderStatus, {
        body: { blink_order_id: left, status: 1 },
        signal,
        patience,
      });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function run(): Promise<void> {
  const half = await held(Number(count) / 2);
  const growth = (await held(Number(count) / 2)) - half;
  await client.close();
  process.stdout.write(JSON.stringify({ growth, listeners: getEventListeners(signal, 'abort').length }));
}

void run();
