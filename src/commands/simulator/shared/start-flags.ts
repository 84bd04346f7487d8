import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { parseWebhook } from '../../../session/settings/values.ts';
import type { Faults } from '../../../simulator/faults/faults.ts';
import {
  expectedFailRate,
  expectedLatency,
  expectedRateLimit,
  failRateOf,
  latencyOf,
  rateLimitOf,
} from '../../../simulator/faults/values.ts';
import type { WebhookUrls } from '../../../simulator/webhooks.ts';
import { wholeNumber } from '../../shared/values.ts';

const mostOrders = 600;

/** Where it listens, who may come in, and what it begins with. */
export function servingFlags(command: Command) {
  return command
    .option('--port <number>', 'the port; 0 takes a free one', wholeNumber(0, 65_535), 4646)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--username <name>', 'the user name that logs in instead of demo')
    .option('--password-stdin', 'read its password from standard input')
    .option(
      '--logistics-token-stdin',
      'read the logistics token from standard input, on the line after the password if both come',
    )
    .option('--reset', 'begin without what earlier runs and --env local left')
    .option(
      '--seed <number>',
      'make customers, orders and failures the same on every start',
      wholeNumber(0, 2 ** 32 - 1),
    );
}

/** What it does by itself, and whom it tells. */
export function eventFlags<A extends unknown[], F extends Record<string, unknown>>(command: Command<A, F>) {
  return command
    .optionsGroup('Events')
    .option('--orders-per-minute <count>', 'place orders by itself, such as 6 or 0.5', perMinute)
    .option('--webhook <url>', 'post all events here, as Blink would', webhook('--webhook'))
    .option('--order-webhook <url>', 'post new orders here', webhook('--order-webhook'))
    .option('--order-status-webhook <url>', 'post changes of orders here', webhook('--order-status-webhook'))
    .option('--task-webhook <url>', 'post what happens to deliveries here', webhook('--task-webhook'));
}

/** What goes wrong on request. */
export function faultFlags<A extends unknown[], F extends Record<string, unknown>>(command: Command<A, F>) {
  return command
    .optionsGroup('Faults')
    .option('--latency <ms>', 'wait before each answer: 200, or 100-500', read(latencyOf, expectedLatency))
    .option(
      '--fail-rate <percent>',
      'answer so many of a hundred requests with 500, 502 or 503, or hang up',
      read(failRateOf, expectedFailRate),
    )
    .option(
      '--rate-limit <limit>',
      'answer 429 to more requests than this: 5/s, or 60/m',
      read(rateLimitOf, expectedRateLimit),
    )
    .option(
      '--token-ttl <seconds>',
      'let the tokens of logins run out after this time',
      wholeNumber(1, 31_536_000),
    )
    .option('--batch-limit <count>', 'refuse a stock sync of more products than this', wholeNumber(1));
}

/** The faults that flags ask for; what they don't name is as usual. */
export function faultsOf(flags: {
  latency?: Faults['latency'] | undefined;
  failRate?: number | undefined;
  rateLimit?: Faults['rateLimit'];
  tokenTtl?: number | undefined;
  batchLimit?: number | undefined;
}): Partial<Faults> {
  const { latency, failRate, rateLimit, tokenTtl, batchLimit } = flags;
  return {
    ...(latency && { latency }),
    ...(failRate !== undefined && { failRate }),
    ...(tokenTtl !== undefined && { tokenSeconds: tokenTtl }),
    rateLimit,
    batchLimit,
  };
}

/** Where each kind of event goes: its own flag first, then the one for all, then the stored setting. */
export function webhooksOf(
  flags: {
    webhook?: string | undefined;
    orderWebhook?: string | undefined;
    orderStatusWebhook?: string | undefined;
    taskWebhook?: string | undefined;
  },
  stored: string | undefined,
): WebhookUrls {
  const all = flags.webhook ?? stored;
  const order = flags.orderWebhook ?? all;
  const orderStatus = flags.orderStatusWebhook ?? all;
  const task = flags.taskWebhook ?? all;
  return {
    ...(order !== undefined && { order }),
    ...(orderStatus !== undefined && { 'order-status': orderStatus }),
    ...(task !== undefined && { task }),
  };
}

function read<T>(parse: (text: string) => T | undefined, expected: string): (text: string) => T {
  return (text) => {
    const value = parse(text);
    if (value === undefined) throw new InvalidArgumentError(`Expected ${expected}.`);
    return value;
  };
}

function webhook(flag: string): (text: string) => string {
  return (text) => parseWebhook(text, flag);
}

function perMinute(text: string): number {
  const count = /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : 0;
  if (count > 0 && count <= mostOrders) return count;
  throw new InvalidArgumentError(`Expected a number up to ${mostOrders}, like 6 or 0.5.`);
}
