import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGroup, tree } from '../../src/commands/index.ts';
import { dayOf, deliveryFile } from '../../src/inbox/file-store/days.ts';
import { customersPage, pageOf } from '../customers.ts';
import { inboxOf, keep, order, orderStatus, storedEvent } from '../inbox/keep.ts';
import type { Answer, Received } from '../server.ts';

/** The names of all commands of the tree, such as `branches map list`. */
export function commandNames(verbs = tree, path: readonly string[] = []): string[] {
  return Object.entries(verbs).flatMap(([verb, entry]) => {
    const name = [...path, verb];
    if (!isGroup(entry)) return [name.join(' ')];
    return entry.alias ? [] : commandNames(entry.verbs, name);
  });
}

/** A run of a command that reaches as much of its code as one run can. */
export interface CommandLine {
  args: readonly string[];
  /** What stands on its standard input. */
  input?: string;
  /** True where it prints what may be long: a listing, the result of a bulk run. */
  prints?: true;
  /** How it ends where all goes well, if not with 0. */
  code?: number;
  /** True where it runs until it is stopped. */
  serves?: true;
}

const vendor = (name: string) => readFileSync(`fixtures/vendor/${name}.json`, 'utf8');

/**
 * At least one run of every command, by the name of the command. The files they read are made in a folder of its home,
 * and its inbox for the sandbox is filled.
 * @param env what they run with: where its server is, events are posted to as well
 * @param text goes into what those files and events say
 * @param secrets what comes on standard input where a command asks for a secret
 */
export function everyCommand(
  env: NodeJS.ProcessEnv,
  {
    text = '',
    password = 'hunter2',
    token = 'token-1',
  }: { text?: string; password?: string; token?: string } = {},
): Record<string, readonly CommandLine[]> {
  const folder = join(env.HOME ?? '', 'files');
  mkdirSync(folder, { recursive: true });
  const { BLINK_API_URL: to = '' } = env;
  const known = fillInbox(inboxOf(env, 'sandbox'), text);
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
    'profile list': [{ args: ['profile', 'list'], prints: true }, { args: ['profile', '--json'] }],
    'profile use': [{ args: ['profile', 'use', 'default'] }],
    'profile add': [{ args: ['profile', 'add', `Lahore${text}`] }],
    'profile rename': [{ args: ['profile', 'rename', `nobody${text}`, `somebody${text}`] }],
    'profile remove': [{ args: ['profile', 'remove', `nobody${text}`, '--yes'] }],
    // Addresses of a test's own are told of, and events that wait for a till that is not there.
    doctor: [
      { args: ['doctor'], prints: true, code: 1 },
      { args: ['doctor', '--json'], code: 1 },
    ],
    'config list': [{ args: ['config', 'list'], prints: true }],
    'config get': [{ args: ['config', 'get', 'timeout'] }],
    'config set': [{ args: ['config', 'set', 'timeout', '30'] }],
    'config unset': [{ args: ['config', 'unset', 'timeout'] }],
    'config path': [{ args: ['config', 'path'] }],
    'menu import': [
      { args: ['menu', 'import', menu, '--force'], prints: true },
      { args: ['menu', 'import', menu, '--dry-run', '--json'], prints: true },
      { args: ['menu', 'import', menu, '--dry-run'] },
      { args: ['menu', 'import', menu, '--fresh', '--jitter', '0', '--max-time', '60'] },
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
    'menu audit': [
      { args: ['menu', 'audit', menu], prints: true },
      { args: ['menu', 'audit', menu, '--json'] },
    ],
    'menu preview': [
      { args: ['menu', 'preview', menu], prints: true },
      { args: ['menu', 'preview', broken], prints: true },
    ],
    'stock sync': [
      { args: ['stock', 'sync', stock], prints: true },
      { args: ['stock', 'sync', stock, '--dry-run'] },
      { args: ['stock', 'sync', stock, '--fresh', '--jitter', '0', '--max-time', '60'] },
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
    'order watch': [
      // An event of the inbox is put aside, which is told.
      { args: ['orders', 'watch', '--once'], prints: true, code: 1 },
      { args: ['orders', 'watch', '--once', '--output', 'ndjson'] },
      { args: ['orders', 'watch', '--once', '--accept-within', '1m', '--branch', `b${text}`] },
      { args: ['orders', 'watch', '--once', '--branch', `nowhere${text}`] },
      { args: ['orders', 'watch', '--output', 'ndjson'], serves: true },
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
      { args: ['task', 'create', '--from', tasks, '--fresh', '--max-time', '60'] },
      { args: ['task', 'create', '--from', broken] },
    ],
    'task update': [{ args: ['task', 'update', `T-1${text}`, '--type', '1', '--tax', '5'] }],
    'task status': [
      { args: ['task', 'status', `K1${text}`, 'K2'], prints: true },
      { args: ['task', 'status', 'K1', '--watch', '--interval', '1'] },
    ],
    'ledger verify': [{ args: ['ledger', 'verify'], prints: true }],
    'ledger show': [
      { args: ['ledger', 'show', `9${text}`] },
      { args: ['ledger', 'show', `1${text}`, '--json'] },
      { args: ['ledger', 'show', `nothing${text}`] },
    ],
    'ledger repair': [{ args: ['ledger', 'repair', '--dry-run'], prints: true }],
    'webhook listen': [
      { args: ['webhook', 'listen', '--port', '0', '--protect'], serves: true },
      { args: ['webhook', 'listen', '--port', '0', '--forward-to', `${to}/till`], serves: true },
    ],
    'webhook address': [
      { args: ['webhook', 'address'], prints: true },
      { args: ['webhook', 'address', 'https://orders.example.com', '--json'], prints: true },
    ],
    'webhook inbox list': [
      { args: ['webhook', 'inbox', 'list'], prints: true },
      { args: ['webhook', 'inbox', 'list', '--state', 'pending', '--output', 'ndjson'] },
    ],
    'webhook inbox show': [
      { args: ['webhook', 'inbox', 'show', known.order], prints: true },
      { args: ['webhook', 'inbox', 'show', known.task] },
      { args: ['webhook', 'inbox', 'show', known.unknown] },
      { args: ['webhook', 'inbox', 'show', known.order, '--raw'], prints: true },
      { args: ['webhook', 'inbox', 'show', `nobody${text}`] },
    ],
    'webhook inbox replay': [
      { args: ['webhook', 'inbox', 'replay', known.order, '--to', to], prints: true },
      { args: ['webhook', 'inbox', 'replay', known.order, '--to', to, '--dry-run'] },
      { args: ['webhook', 'inbox', 'replay', '--since', '1d', '--kind', 'unknown', '--to', to] },
      { args: ['webhook', 'inbox', 'replay', '--state', 'pending'] },
    ],
    'webhook inbox export': [
      { args: ['webhook', 'inbox', 'export'], prints: true },
      { args: ['webhook', 'inbox', 'export', '--output', 'csv'] },
    ],
    'webhook inbox prune': [
      { args: ['webhook', 'inbox', 'prune', '--older-than', '30d', '--dry-run'], prints: true },
      { args: ['webhook', 'inbox', 'prune', '--older-than', '30d', '--yes'] },
    ],
    'webhook trigger': [
      {
        args: ['webhook', 'trigger', 'order', '--to', to, '--set', `blink_order_id=9${text}`],
        prints: true,
      },
      { args: ['webhook', 'trigger', 'task', '--to', to, '--set', `note=${text}`, '--count', '30'] },
      {
        args: ['webhook', 'trigger', 'order-status', '--to', to, '--set', `comment=${text}`, '--dry-run'],
      },
    ],
    'simulator start': [
      {
        args: [
          ...['simulator', 'start', '--port', '0', '--username', `till${text}`],
          ...['--password-stdin', '--logistics-token-stdin', '--webhook', `${to}/hook`],
        ],
        input: `${password}\n${token}\n`,
        serves: true,
      },
    ],
    'simulator reset': [{ args: ['simulator', 'reset'] }],
    api: [
      { args: ['api', 'GET', '/interface/v1/branches'], prints: true },
      { args: ['api', 'GET', `/interface/v1/branches?a=${encodeURIComponent(text)}`, '--include'] },
      { args: ['api', 'POST', '/interface/v1/anything', '--field', `a=${text}`, '--dry-run'] },
    ],
  };
}

const minute = 60_000;

/**
 * Leaves events of every kind in an inbox, an old one and one that was not delivered among them.
 * @returns what the events are known by
 */
function fillInbox(inbox: string, text: string): Record<'order' | 'task' | 'unknown', string> {
  const [now, key] = [Date.now(), `7${text}`];
  const { products, ...rest } = JSON.parse(vendor('webhook-order'));
  const [dish] = products;
  const said = order(key, {
    ...{ ...rest, blink_order_id: key, order_key: `KHI-7${text}`, branch_id: `b${text}`, is_pre_order: 1 },
    ...{ type: `DELIVERY${text}`, channel: `IOS${text}`, customer_name: `Ayesha${text}` },
    ...{ customer_phone: `0300${text}`, customer_address_description: `Karachi${text}` },
    ...{ kitchen_notes: `No onions${text}`, promo_code: `DAWAT${text}`, promo_discount: 5 },
    ...{ due_at: `2026-11-23 20:00:00${text}`, payment: false, payment_type: `Cash${text}` },
    products: [{ ...dish, name: `Tikka${text}`, options: [{ ...dish.options[0], name: `Raita${text}` }] }],
  });
  const task = JSON.parse(vendor('webhook-task'));
  const agent = { name: `Bilal${text}`, contact: `0301${text}` };
  Object.assign(task.data, { taskId: `T-7${text}`, reason: `Rain${text}`, agent });
  const path = `/orders${text}`;
  const received = {
    order: { ...storedEvent(said, now - 9 * minute), branch: `b${text}`, path, targets: ['exec'] },
    state: { ...storedEvent({ ...orderStatus(key, 1), comment: `Late${text}` }, now - 8 * minute), path },
    task: { ...storedEvent(task, now - 7 * minute), path },
    unknown: {
      ...storedEvent({ text }, now - 6 * minute),
      ...{ path, why: `its kind is odd${text}`, body: Buffer.from(`{${text}`) },
    },
  };
  keep(inbox, storedEvent(order('1'), now - 40 * 24 * 60 * minute), ...Object.values(received));
  const { id } = received.order;
  const delivery = { id, target: 'exec', state: 'failed', attempt: 1, at: new Date(now).toISOString() };
  const line = `${JSON.stringify({ ...delivery, error: `no paper${text}` })}\n`;
  appendFileSync(deliveryFile(inbox, dayOf(now)), line, { mode: 0o600 });
  return { order: key, task: `T-7${text}`, unknown: received.unknown.id };
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
