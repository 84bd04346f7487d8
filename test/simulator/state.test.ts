import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle, run } from './program.ts';
import { at, delivery, product, type Started, start, temporaryFolder } from './start.ts';

const importMenu = ({ ordering }: Started, id: string) =>
  ordering('POST', '/interface/v1/importMenu', { products: [product(id)] });

const accept = ({ ordering }: Started, id: string) =>
  ordering('POST', '/interface/v1/syncOrderStatus', { blink_order_id: id, status: 1 });

const create = ({ logistics }: Started, key: string) => logistics('POST', '/api/client/task', delivery(key));

async function idsOnMenu({ ordering }: Started): Promise<unknown[]> {
  const first = await ordering('GET', '/interface/v1/fetchMenu');
  const pages = Array.from({ length: Number(at(first.body, 'last_page')) }, (_, index) => index + 1);
  const all = await Promise.all(pages.map((page) => ordering('GET', `/interface/v1/fetchMenu?page=${page}`)));
  return all.flatMap(({ body }) => Object.values(Object(at(body, 'data')))).map((one) => at(one, 'id'));
}

test('what was changed is still there after a restart', async () => {
  let now = 0;
  const first = await start({ clock: () => now });
  await importMenu(first, '1');
  await accept(first, '123');
  await create(first, 'K');
  await first.close();

  now = 5000;
  const second = await start({ folder: first.folder, clock: () => now });
  expect(await idsOnMenu(second)).toEqual(['1']);
  const status = await second.logistics('GET', '/api/client/task/status?mappingKey=K');
  expect(status.body).toMatchObject({ event: 'TASK_ASSIGNED', data: { taskId: 'KHIAB-10001' } });
  expect(at((await create(second, 'L')).body, 'data.taskId')).toBe('KHIAB-10002');
  const back = await second.ordering('POST', '/interface/v1/syncOrderStatus', {
    blink_order_id: '123',
    status: 0,
  });
  expect(at(back.body, 'errors.status.0')).toBe(
    'The order 123 is Accepted: the simulator does not move it to Pending.',
  );
});

test('only what changes something is written', async () => {
  const started = await start();
  await started.plain('GET', '/');
  await started.logistics('GET', '/api/client/task/status?mappingKey=K');
  await started.logistics('PUT', '/api/client/task', { taskId: 'x', type: 1 });
  expect(readdirSync(started.folder)).toEqual([]);
  await started.ordering('GET', '/interface/v1/fetchMenu');
  await started.ordering('GET', '/interface/v1/customers');
  await started.ordering('POST', '/interface/v1/syncOrderStatus', { blink_order_id: '1', status: 0 });
  await started.ordering('POST', '/interface/v1/importMenu', { products: [] });
  expect(readdirSync(started.folder)).toEqual(['account.json']);
  await accept(started, '1');
  expect(readdirSync(started.folder).sort()).toEqual(['account.json', 'orders.json']);
});

test('the folder is made, and only its owner can look into it', async () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  const started = await start({ folder });
  await importMenu(started, '1');
  if (process.platform === 'win32') return;
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'account.json')).mode & 0o777).toBe(0o600);
});

test('a file that another simulator changed is read again, one that is gone counts as empty', async () => {
  const first = await start();
  const second = await start({ folder: first.folder });
  await importMenu(first, '1');
  expect(await idsOnMenu(second)).toEqual(['1']);
  await importMenu(second, '2');
  expect(await idsOnMenu(first)).toEqual(['1', '2']);
  rmSync(join(first.folder, 'menu.json'));
  expect(await idsOnMenu(first)).toEqual([]);
});

test('two simulators that write at the same time lose nothing', async () => {
  const first = await start();
  const both = [first, await start({ folder: first.folder })];
  const ids = Array.from({ length: 50 }, (_, index) => String(index + 1));
  const replies = await Promise.all(
    both.flatMap((started, which) =>
      ids.flatMap((id) => [importMenu(started, `${which}-${id}`), create(started, `${which}-${id}`)]),
    ),
  );
  const orders = await Promise.all(
    both.flatMap((started, which) => ids.slice(which * 10, which * 10 + 10).map((id) => accept(started, id))),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 201]));
  const wanted = [0, 1].flatMap((which) => ids.map((id) => `${which}-${id}`)).sort();
  expect((await idsOnMenu(first)).sort()).toEqual(wanted);
  expect(keptIn(first.folder, 'tasks.json', 'tasks', 'mappingKey')).toEqual(wanted);
  const tasks = replies.map(({ body }) => at(body, 'data.taskId')).filter((id) => id !== undefined);
  expect(new Set(tasks).size).toBe(100);
  expect(new Set(orders.map(({ status }) => status))).toEqual(new Set([200]));
  expect(keptIn(first.folder, 'orders.json', 'moved', 'id')).toEqual(ids.slice(0, 20).sort());
});

test('so do two processes', async () => {
  const program = await bundle(temporaryFolder());
  const folder = temporaryFolder();
  const ends = await Promise.all([
    run(program, ['write', folder, '1', '50']),
    run(program, ['write', folder, '51', '50']),
  ]);
  expect(ends).toEqual([
    { code: 0, out: 'done\n' },
    { code: 0, out: 'done\n' },
  ]);
  const wanted = Array.from({ length: 100 }, (_, index) => String(index + 1)).sort();
  expect(keptIn(folder, 'menu.json', 'products', 'id')).toEqual(wanted);
  expect(keptIn(folder, 'tasks.json', 'tasks', 'mappingKey')).toEqual(wanted);
  expect(new Set(keptIn(folder, 'tasks.json', 'tasks', 'taskId')).size).toBe(100);
  expect(keptIn(folder, 'orders.json', 'moved', 'id')).toHaveLength(20);
});

test.each([
  ['no JSON', '{"products": [', /is damaged: .+/],
  ['empty', '', /is damaged: .+/],
  ['another shape', '{"products":[{"id":"1"}]}', /is damaged: products\.0\.category should be a value\./],
  ['a list', '[]', /is damaged: .+/],
])('a damaged file (%s) is named and left as it is', async (_, content, reason) => {
  const started = await start();
  const file = join(started.folder, 'menu.json');
  writeFileSync(file, content, { mode: 0o600 });
  for (const reply of [
    await importMenu(started, '1'),
    await started.ordering('GET', '/interface/v1/fetchMenu'),
  ]) {
    expect(reply.status).toBe(500);
    const message = String(at(reply.body, 'message'));
    expect(message).toContain(`Blink simulator: The simulator's state file ${file} `);
    expect(message).toMatch(reason);
    expect(message).toContain('blink simulator reset');
  }
  expect(readFileSync(file, 'utf8')).toBe(content);
  expect((await accept(started, '1')).status).toBe(200);
});

test('a write that fails is a 500 that says so, and changes nothing', async () => {
  const started = await start();
  // Nothing can be put in the place of a folder.
  mkdirSync(join(started.folder, 'orders.json'));
  const reply = await accept(started, '1');
  expect(reply.status).toBe(500);
  expect(at(reply.body, 'message')).toMatch(/^Blink simulator: .*orders\.json/);
  rmSync(join(started.folder, 'orders.json'), { recursive: true });
  expect(at((await accept(started, '1')).body, 'data.status')).toBe(1);
});

function keptIn(folder: string, file: string, list: string, field: string): string[] {
  const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return Object.values(Object(at(content, list)))
    .map((one) => String(at(one, field)))
    .sort();
}
