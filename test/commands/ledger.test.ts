import { readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineOf, readLine } from '../../src/ledger/book-line.ts';
import { blink, home } from '../front-door.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';

const taskHeader =
  'mappingKey,mappingBranchId,customerName,customerPhone,customerAddress,lat,lng,pickUpTime,deliveryTime,paymentType,subTotal\n';
const taskRow = (key: string, address = 'Clifton Block 5') =>
  `${key},63,Bilal,0300-1234567,${address},24.8,67.0,+10m,+50m,ONLINE,500.50\n`;
const tasks = (...keys: string[]) => taskHeader + keys.map((key) => taskRow(key)).join('');
const stock = (...prices: number[]) =>
  `product_id,price,discount_price\n${prices.map((price, i) => `p${i},${price},0\n`).join('')}`;

/** Takes every write, and names each task after its key. */
function taking({ path, body }: Received): Answer {
  if (!path.startsWith('/api/client/task')) return {};
  const key = body === '' ? path.replace(/.*=/, '') : JSON.parse(body).mappingKey;
  return {
    status: 201,
    body: { eventId: 20, event: 'TASK_CREATED', data: { taskId: `KHI-${key}`, type: 1 } },
  };
}

async function account() {
  const { url, received } = await loggingServer(taking);
  const env: NodeJS.ProcessEnv = {
    ...home(),
    BLINK_ENV: 'sandbox',
    BLINK_TOKEN: 'canary-1',
    BLINK_LOGISTICS_TOKEN: 'canary-2',
    BLINK_API_URL: url,
    BLINK_LOGISTICS_URL: url,
  };
  const book = (name: string) => join(env.BLINK_STATE_DIR ?? '', 'default', 'sandbox', 'ledger', name);
  return { env, received, book };
}

const create = 'task create --from - --json';

describe('a delivery that was created', () => {
  it('is not created again: by a file, by flags, by another file; it says when and as which task', async () => {
    const { env, received } = await account();
    expect(await blink(create, { env, input: tasks('A1', 'A2') })).toMatchObject({ code: 0 });
    const again = await blink(create, { env, input: tasks('A2', 'A3') });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({
      done: 1,
      skipped: 1,
      results: [
        { id: 'A2', outcome: 'skipped', taskId: 'KHI-A2' },
        { id: 'A3', outcome: 'done', taskId: 'KHI-A3' },
      ],
    });
    const typed = ['task', 'create', '--mapping-key', 'A1', '--mapping-branch-id', '63', '--customer-name'];
    const rest = [
      'Bilal',
      '--customer-phone',
      '0300-1234567',
      '--customer-address',
      'Clifton Block 5',
      '--lat',
    ];
    const last = ['24.8', '--lng', '67.0', '--pick-up-time', '+10m', '--delivery-time', '+50m'];
    const one = await blink(
      [...typed, ...rest, ...last, '--payment-type', 'ONLINE', '--sub-total', '500.50'],
      {
        env,
      },
    );
    expect(one).toMatchObject({
      code: 0,
      out: expect.stringMatching(/A1 is task KHI-A1 since 20.*not sent again \(--again does so\)/),
    });
    expect(received).toHaveLength(3);
    expect(await blink(`${create} --again`, { env, input: tasks('A1') })).toMatchObject({ code: 0 });
    expect(received).toHaveLength(4);
  });

  it('is told from one with other details, which is not sent and not passed over in silence', async () => {
    const { env, received } = await account();
    await blink(create, { env, input: tasks('A1') });
    const changed = await blink(create, { env, input: taskHeader + taskRow('A1', 'Saddar') + taskRow('A2') });
    expect(changed.code).toBe(3);
    expect(JSON.parse(changed.out).results[0]).toMatchObject({
      outcome: 'skipped',
      error: expect.stringContaining('other details'),
      taskId: 'KHI-A1',
    });
    expect(received).toHaveLength(2);
  });

  it('is left out of what a dry run shows, which changes no file', async () => {
    const { env, received, book } = await account();
    await blink(create, { env, input: tasks('A1') });
    const before = readFileSync(book('tasks'));
    const dry = await blink(`${create} --dry-run`, { env, input: tasks('A1', 'A2') });
    expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, requests: [{ body: { mappingKey: 'A2' } }] });
    expect(readFileSync(book('tasks'))).toEqual(before);
    expect(received).toHaveLength(1);
  });

  it('ends a dry run as it would end the run, where its details are other ones', async () => {
    const { env } = await account();
    await blink(create, { env, input: tasks('A1') });
    for (const dry of ['', ' --dry-run']) {
      expect(
        await blink(`${create}${dry}`, { env, input: taskHeader + taskRow('A1', 'Saddar') }),
      ).toMatchObject({
        code: 1,
        err: expect.stringContaining('other details'),
      });
    }
  });

  it('is the same with blanks around its key', async () => {
    const { env, received } = await account();
    await blink(create, { env, input: tasks('A1') });
    const spaced = JSON.stringify([{ ...JSON.parse(received[0]?.body ?? ''), mappingKey: ' A1 ' }]);
    expect(await blink(create, { env, input: spaced })).not.toMatchObject({
      code: 0,
      out: expect.stringContaining('"done":1'),
    });
    expect(received).toHaveLength(1);
  });

  it('has a key of its own in a file', async () => {
    const { env, received } = await account();
    expect(await blink(create, { env, input: tasks('A1', 'A2', 'A1') })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Two tasks have the mapping key A1'),
    });
    expect(received).toEqual([]);
  });
});

/** A line of a book as another profile would have written it. */
function ofAnother(text: string): string {
  const line = readLine(Buffer.from(text));
  if (!('value' in line)) return text;
  const other = JSON.stringify(line.value).replaceAll('default/sandbox', 'karahi/sandbox');
  return lineOf(JSON.parse(other)).toString().trimEnd();
}

describe('a ledger that is damaged', () => {
  const damages: [string, (book: string) => void][] = [
    [
      'a changed bit',
      (book) =>
        writeFileSync(
          book,
          readFileSync(book).map((byte, i) => (i === 60 ? byte ^ 4 : byte)),
        ),
    ],
    ['no content', (book) => truncateSync(book, 0)],
    ['half its content', (book) => truncateSync(book, Math.floor(readFileSync(book).length / 2))],
    ['other content', (book) => writeFileSync(book, '{"name":"some other program"}\n')],
    ['no seal', (book) => writeFileSync(`${book}.seal`, 'x')],
    [
      'an empty book and an empty seal',
      (book) => {
        truncateSync(book, 0);
        truncateSync(`${book}.seal`, 0);
      },
    ],
    [
      'the book of another profile',
      (book) => writeFileSync(book, readFileSync(book, 'utf8').split('\n').map(ofAnother).join('\n')),
    ],
  ];

  it('because something else lies in its place, or its seal is a link, is told by verify too', async () => {
    const { env, received, book } = await account();
    await blink(create, { env, input: tasks('A1') });
    await blink('stock sync -', { env, input: stock(100, 200, 300) });
    const folder = dirname(book('tasks'));
    renameSync(`${book('tasks')}.seal`, `${book('tasks')}.elsewhere`);
    symlinkSync(`${book('tasks')}.elsewhere`, `${book('tasks')}.seal`);
    expect(await blink('ledger verify', { env })).toMatchObject({ code: 1 });
    expect(await blink(create, { env, input: tasks('A1', 'A2') })).toMatchObject({ code: 1 });
    renameSync(folder, `${folder}.elsewhere`);
    writeFileSync(folder, '');
    expect(await blink('ledger verify', { env })).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not a folder'),
    });
    expect(await blink(create, { env, input: tasks('A1', 'A2') })).toMatchObject({ code: 1 });
    expect(await blink('stock sync -', { env, input: stock(0, 0, 0) })).toMatchObject({ code: 7 });
    expect(received).toHaveLength(2);
  });

  it.each(damages)('by %s creates nothing, until somebody decides', async (_, damage) => {
    const { env, received, book } = await account();
    await blink(create, { env, input: tasks('A1') });
    damage(book('tasks'));
    const stopped = await blink(create, { env, input: tasks('A1', 'A2') });
    expect(stopped.code).toBe(1);
    expect(JSON.parse(stopped.err)).toMatchObject({
      error: { code: 'ledger_unusable', hint: expect.stringContaining('--ignore-ledger') },
    });
    expect(received).toHaveLength(1);
    const verified = await blink('ledger verify --json', { env });
    expect(verified.code).toBe(1);
    expect(JSON.parse(verified.out)).toContainEqual(
      expect.objectContaining({ book: 'tasks', state: 'damaged' }),
    );
    expect(await blink(`${create} --ignore-ledger`, { env, input: tasks('A2') })).toMatchObject({ code: 0 });
    expect(await blink('ledger repair', { env })).toMatchObject({ code: 0 });
    expect(await blink('ledger verify', { env })).toMatchObject({ code: 0 });
    const again = await blink(create, { env, input: tasks('A2') });
    expect(JSON.parse(again.out)).toMatchObject({ skipped: 1 });
    expect(received).toHaveLength(2);
  });

  it.each(damages)('by %s stops what is compared with it, and warns the others', async (_, damage) => {
    const { env, received, book } = await account();
    await blink('stock sync -', { env, input: stock(100, 200, 300) });
    damage(book('catalog'));
    for (const flags of ['', ' --dry-run']) {
      expect(await blink(`stock sync -${flags}`, { env, input: stock(0, 0, 0) })).toMatchObject({
        code: 7,
        err: expect.stringContaining('blink ledger repair'),
      });
    }
    expect(received).toHaveLength(1);
    expect(await blink('stock set p0 --price 90 --discount-price 0', { env })).toMatchObject({
      code: 0,
      err: expect.stringContaining('Warning: the record of what was sent'),
    });
    expect(received).toHaveLength(2);
  });
});

describe('blink ledger show', () => {
  it('tells what happened to a record, before and after its book was made anew', async () => {
    const { env } = await account();
    await blink('order status 123 --accept', { env });
    await blink('order status 123 --dispatch', { env });
    const { code, out } = await blink('ledger show 123 --json', { env });
    expect(code).toBe(0);
    expect(JSON.parse(out).map(({ what }: { what: string }) => what)).toEqual([
      'sent',
      'confirmed',
      'sent',
      'confirmed',
    ]);
  });

  it('keeps that an answer said neither yes nor no', async () => {
    const { url } = await loggingServer(() => ({ body: { note: 'thank you' } }));
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_TOKEN: 'canary-1', BLINK_API_URL: url };
    expect(await blink('order status 7 --accept', { env })).toMatchObject({ code: 0 });
    const { out } = await blink('ledger show 7 --json', { env });
    expect(JSON.parse(out).at(-1)).toMatchObject({
      what: 'confirmed',
      detail: 'The answer said neither yes nor no.',
    });
  });

  it('names the task that a key became, and says where nothing is known', async () => {
    const { env } = await account();
    await blink(create, { env, input: tasks('A1') });
    const { out } = await blink('ledger show A1', { env });
    expect(out).toContain('KHI-A1');
    expect(await blink('ledger show A9', { env })).toMatchObject({ code: 1 });
  });
});
