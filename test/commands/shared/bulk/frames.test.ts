import { Readable, Writable } from 'node:stream';
import { Command } from '@commander-js/extra-typings';
import { expect, it, onTestFinished } from 'vitest';
import type { Client } from '../../../../src/blink/client.ts';
import orderStatus from '../../../../src/commands/order/status.ts';
import type { Action, Declared } from '../../../../src/commands/shared/command.ts';
import stockSet from '../../../../src/commands/stock/set.ts';
import taskCreate from '../../../../src/commands/task/create.ts';
import taskUpdate from '../../../../src/commands/task/update.ts';
import { type Context, createContext } from '../../../../src/session/context.ts';
import { home } from '../../../front-door.ts';

/** A context whose clients answer every call with a task, and note by which way it came. */
function stubbed(): { context: Context; stacks: string[] } {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const env = { ...home(), BLINK_TOKEN: 'canary-3', BLINK_LOGISTICS_TOKEN: 'canary-4' };
  const io = {
    stdin: Readable.from([]),
    stdout: sink,
    stderr: sink,
    env,
    platform: process.platform,
  };
  const context = createContext(io, { env: 'sandbox' }, new AbortController().signal);
  onTestFinished(() => {
    Error.stackTraceLimit = limit;
    return context.close();
  });
  const stacks: string[] = [];
  const client: Client = {
    async call() {
      stacks.push(new Error('here').stack ?? '');
      return { msg: 'Success', data: { taskId: 'KHI-1', type: 1 }, event: 'created', eventId: 1 };
    },
    raw: () => Promise.reject(new Error('not called')),
    close: async () => {},
  };
  const api = { ...context.api, ordering: async () => client, logistics: async () => client };
  return { context: { ...context, api }, stacks };
}

const fields = {
  'mapping-key': '10045',
  'mapping-code': 'K-10045',
  'mapping-branch-id': '63',
  'customer-name': 'Ayesha Khan',
  'customer-phone': '923001234567',
  'customer-address': 'Tariq Road',
  lat: '24.871641',
  lng: '67.059906',
  'pick-up-time': '+30m',
  'delivery-time': '+75m',
  'payment-type': 'COD',
  'sub-total': '2080',
};

it.each<[string, Declared, string[]]>([
  ['order/status', orderStatus, ['123', '--reject', 'too far']],
  ['stock/set', stockSet, ['bbq-01', '--price', '520', '--discount-price', '0']],
  ['task/create', taskCreate, Object.entries(fields).flatMap(([name, value]) => [`--${name}`, value])],
  ['task/update', taskUpdate, ['KHI-1', '--type', 'normal', '--delivery-time', '+90m']],
])('%s of one record is in under ten frames from the command to the call', async (name, { attach }, argv) => {
  const { context, stacks } = stubbed();
  const command = new Command();
  const chosen: Action[] = [];
  attach(command, (action) => chosen.push(action));
  command.parse(argv, { from: 'user' });
  for (const action of chosen) await action(context);
  const frames = stacks.map((stack) => stack.split('\n').slice(1));
  expect(frames).toHaveLength(1);
  const [way = []] = frames;
  const isCommand = (frame: string) => frame.includes(`src/commands/${name}.ts`);
  expect(way.some(isCommand)).toBe(true);
  expect(way.findLastIndex(isCommand) + 1, way.join('\n')).toBeLessThan(10);
});
