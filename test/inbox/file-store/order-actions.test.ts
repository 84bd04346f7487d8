import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { actionReader, addActions } from '../../../src/inbox/file-store/order-actions.ts';
import type { OrderAction } from '../../../src/inbox/inbox.ts';

const at = Date.UTC(2026, 10, 23);

function inbox(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blink-actions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const inbox = join(folder, 'inbox');
  mkdirSync(inbox, { mode: 0o700 });
  return inbox;
}

async function all(read: () => AsyncGenerator<OrderAction>): Promise<string[]> {
  const found: string[] = [];
  for await (const { blink_order_id, status } of read()) found.push(`${blink_order_id} ${status}`);
  return found;
}

it('keeps what was confirmed, and reads only what is new', async () => {
  const folder = inbox();
  const read = actionReader(folder);
  expect(await all(read)).toEqual([]);
  await addActions(folder, [{ at, blink_order_id: '7', status: 1 }]);
  await addActions(folder, [{ at, blink_order_id: '8', status: 4 }]);
  expect(await all(read)).toEqual(['7 1', '8 4']);
  expect(await all(read)).toEqual([]);
  await addActions(folder, [{ at, blink_order_id: '7', status: 2 }]);
  expect(await all(read)).toEqual(['7 2']);
});

it.skipIf(process.platform === 'win32')('keeps it from others, and does not follow links', async () => {
  const folder = inbox();
  await addActions(folder, [{ at, blink_order_id: '7', status: 1 }]);
  expect(statSync(join(folder, 'actions.ndjson')).mode & 0o777).toBe(0o600);
  const other = inbox();
  symlinkSync(join(folder, 'actions.ndjson'), join(other, 'actions.ndjson'));
  await expect(addActions(other, [{ at, blink_order_id: '8', status: 1 }])).rejects.toThrow('is a link');
});

it('passes over a line that was cut off, and loses none after it', async () => {
  const folder = inbox();
  await addActions(folder, [{ at, blink_order_id: '7', status: 1 }]);
  appendFileSync(join(folder, 'actions.ndjson'), '{"at":"2026-11-23T00:00:00.000Z","blink_or');
  await addActions(folder, [{ at, blink_order_id: '8', status: 2 }]);
  expect(await all(actionReader(folder))).toEqual(['7 1', '8 2']);
});

it('loses nothing when many are kept at once', async () => {
  const folder = inbox();
  const ids = Array.from({ length: 50 }, (_, i) => String(i));
  await Promise.all(ids.map((id) => addActions(folder, [{ at, blink_order_id: id, status: 1 }])));
  expect(new Set(await all(actionReader(folder)))).toEqual(new Set(ids.map((id) => `${id} 1`)));
});
