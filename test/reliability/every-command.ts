import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGroup, tree } from '../../src/commands/index.ts';
import { customersPage, pageOf } from '../customers.ts';
import type { Answer, Received } from '../server.ts';

/** The names of all commands of the tree, such as `branches map list`. */
export function commandNames(verbs = tree, path: readonly string[] = []): string[] {
  return Object.entries(verbs).flatMap(([verb, entry]) => {
    const name = [...path, verb];
    return isGroup(entry) ? commandNames(entry.verbs, name) : [name.join(' ')];
  });
}

/** A run of a command that reaches as much of its code as one run can. */
export interface CommandLine {
  args: readonly string[];
  /** What stands on its standard input. */
  input?: string;
  /** True where it prints what may be long: a listing, the result of a bulk run. */
  prints?: true;
}

const vendor = (name: string) => readFileSync(`fixtures/vendor/${name}.json`, 'utf8');

/**
 * At least one run of every command, by the name of the command. The files they read are made in a folder.
 * @param text goes into what those files say
 * @param secrets what comes on standard input where a command asks for a secret
 */
export function everyCommand(
  folder: string,
  {
    text = '',
    password = 'hunter2',
    token = 'token-1',
  }: { text?: string; password?: string; token?: string } = {},
): Record<string, readonly CommandLine[]> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const json = (value: unknown) => JSON.stringify(value);
  const [product] = JSON.parse(vendor('import-menu-request')).products;
  const named = { ...product, name: `Tikka${text}`, description: `Grilled${text}` };
  const menu = file('menu.json', json({ products: [named] }));
  const other = file('other.json', json({ products: [{ ...named, name: `Boti${text}`, price: 1 }] }));
  const broken = file('broken.csv', `product_id,name,price${text}\na${text},b${text},c${text}\n`);
  const stock = file(
    'stock.json',
    json({ products: [{ id: `p${text}`, price: 5, discount_price: 0, branches: [] }] }),
  );
  const orders = file(
    'orders.json',
    json([1, 2, 3].map((id) => ({ id: `${id}${text}`, status: 4, comment: `Late${text}` }))),
  );
  const task = { ...JSON.parse(vendor('task-create-request')), customerName: `Ayesha${text}` };
  const tasks = file('tasks.json', json([1, 2, 3].map((id) => ({ ...task, mappingKey: `${id}${text}` }))));
  const codes = file('codes.csv', 'code,id\nKHI-01,1\nKHI-02,2\n');
  const names = file('names.csv', `code,name\nA${text ? 1 : 0},Branch 1\nB,nowhere${text}\n`);
  return {
    login: [
      { args: ['login', '--username', `kfc${text}`, '--password-stdin'], input: password },
      {
        args: ['login', '--username', 'kfc', '--password-stdin', '--store-password', '--json'],
        input: password,
      },
      { args: ['login', '--token-stdin'], input: token },
      { args: ['login', '--logistics', '--token-stdin'], input: token },
    ],
    logout: [{ args: ['logout', '--profile', 'nobody'] }],
    whoami: [{ args: ['whoami'], prints: true }, { args: ['whoami', '--json'] }],
    'config list': [{ args: ['config', 'list'], prints: true }],
    'config get': [{ args: ['config', 'get', 'timeout'] }],
    'config set': [{ args: ['config', 'set', 'timeout', '30'] }],
    'config unset': [{ args: ['config', 'unset', 'timeout'] }],
    'config path': [{ args: ['config', 'path'] }],
    'menu import': [
      { args: ['menu', 'import', menu, '--force'], prints: true },
      { args: ['menu', 'import', menu, '--dry-run', '--json'], prints: true },
      { args: ['menu', 'import', menu, '--dry-run'] },
      { args: ['menu', 'import', other, '--max-price-moves', '0'] },
      { args: ['menu', 'import', broken] },
    ],
    'menu validate': [
      { args: ['menu', 'validate', menu], prints: true },
      { args: ['menu', 'validate', broken] },
    ],
    'menu convert': [
      { args: ['menu', 'convert', menu, '--to', 'json'], prints: true },
      { args: ['menu', 'convert', menu, '--to', 'csv'], prints: true },
    ],
    'menu template': [{ args: ['menu', 'template'], prints: true }],
    'menu diff': [
      { args: ['menu', 'diff', menu, other], prints: true },
      { args: ['menu', 'diff', menu, other, '--json'] },
    ],
    'stock sync': [
      { args: ['stock', 'sync', stock], prints: true },
      { args: ['stock', 'sync', stock, '--dry-run'] },
      { args: ['stock', 'sync', broken] },
    ],
    'stock set': [
      {
        args: [
          'stock',
          'set',
          `p${text}`,
          '--price',
          '5',
          '--discount-price',
          '0',
          '--branch',
          '1',
          '--stock',
          '3',
        ],
      },
    ],
    'order status': [
      { args: ['order', 'status', `9${text}`, '--reject', `Late${text}`] },
      { args: ['order', 'status', '--from', orders], prints: true },
      { args: ['order', 'status', '--from', orders, '--dry-run'] },
      { args: ['order', 'status', '--from', '-'], input: readFileSync(orders, 'utf8') },
      { args: ['order', 'status', '--from', broken] },
    ],
    'branches list': [
      { args: ['branches', 'list'], prints: true },
      { args: ['branches', 'list', '--json'], prints: true },
    ],
    'branches map list': [{ args: ['branches', 'map', 'list'], prints: true }],
    'branches map set': [
      { args: ['branches', 'map', 'set', `KHI${text}`, '1'] },
      { args: ['branches', 'map', 'set', 'OLD', '999999'] },
    ],
    'branches map remove': [{ args: ['branches', 'map', 'remove', `KHI${text}`] }],
    'branches map import': [
      { args: ['branches', 'map', 'import', codes] },
      { args: ['branches', 'map', 'import', broken] },
    ],
    'branches map match': [
      { args: ['branches', 'map', 'match', names, '--dry-run'], prints: true },
      { args: ['branches', 'map', 'match', names] },
    ],
    'customers list': [
      { args: ['customers', 'list'], prints: true },
      { args: ['customers', 'list', '--all', '--output', 'csv'], prints: true },
    ],
    'task create': [
      { args: ['task', 'create', '--from', tasks], prints: true },
      { args: ['task', 'create', '--from', tasks, '--dry-run'] },
      { args: ['task', 'create', '--from', broken] },
    ],
    'task update': [{ args: ['task', 'update', `T-1${text}`, '--type', '1', '--tax', '5'] }],
    'task status': [
      { args: ['task', 'status', `K1${text}`, 'K2'], prints: true },
      { args: ['task', 'status', 'K1', '--watch', '--interval', '1'] },
    ],
    'simulator reset': [{ args: ['simulator', 'reset'] }],
    api: [
      { args: ['api', 'GET', '/interface/v1/branches'], prints: true },
      { args: ['api', 'GET', `/interface/v1/branches?a=${encodeURIComponent(text)}`, '--include'] },
      { args: ['api', 'POST', '/interface/v1/anything', '--field', `a=${text}`, '--dry-run'] },
    ],
  };
}

/** Answers every call of both services well. @param text goes into what the answers say */
export function answerAll(request: Received, text = ''): Answer {
  const { method, path } = request;
  if (path.includes('/login')) return { body: { access_token: 'token-1' } };
  if (path.includes('/customers')) {
    const page = customersPage({ pages: 3, perPage: 100 }, pageOf(request));
    return {
      body: JSON.stringify(page.body).replaceAll('Customer', `Customer${JSON.stringify(text).slice(1, -1)}`),
    };
  }
  if (path.includes('/branches')) {
    const data = Array.from({ length: 1000 }, (_, id) => {
      return { id, blink_id: 60_000 + id, branch: `Branch ${id}${text}`, branch_address: `Karachi${text}` };
    });
    return { body: { data } };
  }
  if (!path.startsWith('/api')) return { body: { msg: `Success${text}`, success: true } };
  const agent = { name: `Bilal${text}`, contact: `0300${text}` };
  const data = {
    taskId: `T-1${text}`,
    type: 1,
    reason: `Rain${text}`,
    agent,
    trackingLink: `https://x${text}`,
  };
  return { status: method === 'GET' ? 200 : 201, body: { eventId: 27, event: 'TASK_FINISHED', data } };
}
