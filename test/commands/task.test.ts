import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { blink, home } from '../front-door.ts';
import { age } from '../ledger/aged.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';
import { keys, terminal } from '../typed.ts';

const account = (url: string) => ({
  ...home(),
  BLINK_ENV: 'sandbox',
  BLINK_LOGISTICS_URL: url,
  BLINK_LOGISTICS_TOKEN: 'canary-6',
});
const vendor = (name: string) => JSON.parse(readFileSync(`fixtures/vendor/${name}.json`, 'utf8'));

/** Answers as the vendor's samples do. */
function logisticsLike({ method }: Received): Answer {
  if (method === 'POST') return { status: 201, body: vendor('task-create-reply') };
  if (method === 'PUT') return { status: 201, body: vendor('task-update-reply') };
  return { body: vendor('task-status-reply') };
}

/** A sample as flags: one for each field that is not empty. */
function flagsFor(sample: Record<string, unknown>): string[] {
  return Object.entries(sample).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === '' ? [] : [flag, String(value)];
  });
}

const withoutBlanks = (sample: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(sample).filter(([, value]) => value !== ''));

describe('task create', () => {
  const sample = vendor('task-create-request');

  it("sends the vendor's sample, a flag for every field", async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const { code, out } = await blink(['task', 'create', ...flagsFor(sample), '--json'], {
      env: account(url),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out).results).toEqual([{ id: '12345678', outcome: 'done', taskId: 'XYZAB-12345' }]);
    const [request] = received;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/api/client/task',
      headers: { authorization: 'Bearer canary-6' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual(withoutBlanks(sample));
  });

  it("sends the vendor's sample from a file as it stands there", async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const line = 'task create --from fixtures/vendor/task-create-request.json';
    expect(await blink(line, { env: account(url) })).toMatchObject({ code: 0 });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(sample);
  });

  const needed = [
    '--mapping-key',
    'K1',
    '--mapping-branch-id',
    '63',
    '--customer-name',
    'Ayesha Khan',
  ].concat(
    [
      '--customer-phone',
      '+92 300 1234567',
      '--customer-address',
      'Tariq Road',
      '--lat',
      '24.87',
      '--lng',
      '67.06',
    ],
    [
      '--pick-up-time',
      '2026-11-23T18:30:00+05:00',
      '--delivery-time',
      '2026-11-23T19:30:00+05:00',
      '--payment-type',
      'cod',
    ],
  );

  it('takes times in any zone and sends UTC, the code as the key, and type 1', async () => {
    const { url, received } = await loggingServer(logisticsLike);
    await blink(['task', 'create', ...needed], { env: account(url) });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      ...{ mappingKey: 'K1', mappingCode: 'K1', mappingBranchId: '63', customerName: 'Ayesha Khan' },
      ...{ customerPhone: '+923001234567', customerAddress: 'Tariq Road', lat: '24.87', lng: '67.06' },
      ...{ pickUpTime: '2026-11-23T13:30:00.000Z', deliveryTime: '2026-11-23T14:30:00.000Z' },
      ...{ paymentType: 'COD', type: 1 },
    });
  });

  it.each([
    ['--lat', '124'],
    ['--lng', 'east'],
    ['--customer-phone', '12'],
    ['--payment-type', 'cheque'],
    ['--pick-up-time', '2026-02-30 10:00'],
    ['--delivery-time', 'soon'],
    ['--sub-total', '1,250'],
    ['--type', '3'],
  ])('refuses %s %s before anything is sent', async (flag, value) => {
    const { url, received } = await loggingServer(logisticsLike);
    const { code, err } = await blink(['task', 'create', ...needed, flag, value], { env: account(url) });
    expect(code).toBe(2);
    expect(err).toContain(flag);
    expect(received).toEqual([]);
  });

  it('names every missing flag without a terminal, and asks for them on one', async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const some = needed.slice(0, -4);
    expect(await blink(['task', 'create', ...some], { env: account(url) })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--delivery-time, --payment-type'),
    });
    const session = terminal(['task', 'create', ...some], account(url));
    await session.shows('deliveryTime');
    session.type(`+75m${keys.enter}`);
    await session.shows('paymentType');
    session.type(`online${keys.enter}`);
    expect(await session.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ paymentType: 'ONLINE' });
  });

  it('is never sent twice: where it is not known whether it arrived, it is looked up', async () => {
    const { url, received } = await cuttingServer({ found: true });
    const { code, out } = await blink(['task', 'create', ...needed, '--json'], { env: account(url) });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ done: 1, results: [{ taskId: 'XYZAB-12345' }] });
    expect(received).toEqual(['POST /api/client/task', 'GET /api/client/task/status?mappingKey=K1']);
  });

  it('and where that does not settle it, the run ends with 6 and the key', async () => {
    const { url, received } = await cuttingServer({ found: false });
    const { code, err } = await blink(['task', 'create', ...needed], { env: account(url) });
    expect(code).toBe(6);
    expect(err).toContain('K1');
    expect(received.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('uses the codes of the branch map', async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const env = account(url);
    await blink('branches map set 63 60001', { env });
    await blink(['task', 'create', ...needed], { env });
    expect(JSON.parse(received[0]?.body ?? '').mappingBranchId).toBe('60001');
  });

  it('makes many from a CSV, and says in which row one was refused', async () => {
    const header =
      'mappingKey,mappingBranchId,customerName,customerPhone,customerAddress,lat,lng,pickUpTime,deliveryTime,paymentType,subTotal\n';
    const row = (key: string) => `${key},63,Bilal,0300-1234567,Clifton,24.8,67.0,+10m,+50m,ONLINE,500.50\n`;
    const env = home();
    await blink('task create --from - --env local', { env, input: header + row('A1') });
    const { code, out, err } = await blink(
      'task create --from - --env local --again --concurrency 1 --json',
      { env, input: header + row('A2') + row('A3') + row('A1') },
    );
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ done: 2, refused: 1 });
    expect(JSON.parse(err.trim().split('\n').at(-1) ?? '').error.details[0]).toMatchObject({
      row: 4,
      column: 'A',
    });
  });
});

describe('a file of tasks that was cut off', () => {
  const header =
    'mappingKey,mappingBranchId,customerName,customerPhone,customerAddress,lat,lng,pickUpTime,deliveryTime,paymentType,subTotal\n';
  const row = (key: string) => `${key},63,Bilal,0300-1234567,Clifton,24.8,67.0,+10m,+50m,ONLINE,500.50\n`;
  const create = 'task create --from - --concurrency 1 --json';
  const keyOf = ({ body, path }: Received) =>
    body === '' ? path.replace(/.*=/, '') : JSON.parse(body).mappingKey;

  const tasksBook = (env: NodeJS.ProcessEnv) =>
    join(env.BLINK_STATE_DIR ?? '', 'default', 'sandbox', 'ledger', 'tasks');

  it('goes on without sending one twice, the one in doubt found', async () => {
    let down = true;
    const { url, received } = await loggingServer((request) => {
      if (request.method === 'GET') return down ? { status: 504 } : { body: vendor('task-status-reply') };
      return down && keyOf(request) !== 'A1' ? { status: 504 } : logisticsLike(request);
    });
    const env = account(url);
    const input = header + row('A1') + row('A2');
    expect(await blink(`${create} --retries 0`, { env, input })).toMatchObject({ code: 6 });
    down = false;
    const before = received.length;
    const again = await blink(create, { env, input: input + row('A3') });
    expect(again).toMatchObject({ code: 0 });
    const later = received.slice(before);
    expect(later.filter(({ method }) => method === 'GET').map(keyOf)).toEqual(['A2']);
    expect(later.filter(({ method }) => method === 'POST').map(keyOf)).toEqual(['A3']);
    expect(JSON.parse(again.out)).toMatchObject({ done: 2, skipped: 1 });
  });

  it('sends the one in doubt again only when Blink has said twice, late enough, that it is not there', async () => {
    let down = true;
    const { url, received } = await loggingServer((request) => {
      if (request.method === 'GET') return { status: 404, body: { message: 'Task not found.' } };
      return down ? { status: 504 } : logisticsLike(request);
    });
    const env = account(url);
    const posts = () => received.filter(({ method }) => method === 'POST').length;
    const run = (minutesLater: number) => {
      age(tasksBook(env), minutesLater);
      return blink(create, { env, input: header + row('A1') });
    };
    expect(await blink(create, { env, input: header + row('A1') })).toMatchObject({ code: 6 });
    down = false;
    // Twice, but at once; later, but not late enough for a slow backend.
    expect(await run(0)).toMatchObject({ code: 6, err: expect.stringContaining('blink task status A1') });
    expect(await run(5)).toMatchObject({ code: 6 });
    expect(posts()).toBe(1);
    expect(await run(6)).toMatchObject({ code: 0 });
    expect(posts()).toBe(2);
    expect(await run(0)).toMatchObject({ code: 0 });
    expect(posts()).toBe(2);
  });

  it('sends nothing, and ends with 6, while the one in doubt cannot be looked up', async () => {
    let looks = 0;
    const { url, received } = await loggingServer(({ method }) => {
      looks += method === 'GET' ? 1 : 0;
      return method === 'GET' && looks > 1 ? { status: 400, body: { message: 'No.' } } : { status: 504 };
    });
    const env = account(url);
    const input = header + row('A1');
    const first = await blink(`${create} --retries 0`, { env, input });
    expect(first).toMatchObject({ code: 6, err: expect.stringContaining('A1') });
    const posts = received.filter(({ method }) => method === 'POST').length;
    expect(await blink(create, { env, input })).toMatchObject({
      code: 6,
      err: expect.stringContaining('A1'),
    });
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(posts);
  });
});

/** A server that cuts the line after it has read a task, and knows of it afterwards, or not. */
async function cuttingServer({ found }: { found: boolean }): Promise<{ url: string; received: string[] }> {
  const received: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const [line = ''] = data.toString().split(' HTTP/');
      received.push(line);
      if (line.startsWith('POST')) {
        socket.destroy();
        return;
      }
      const body = JSON.stringify(found ? vendor('task-status-reply') : { message: 'No such task.' });
      const status = found ? '200 OK' : '404 Not Found';
      socket.end(
        `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, received };
}

describe('task update', () => {
  it("sends the vendor's sample", async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const { taskId, ...sample } = vendor('task-update-request');
    expect(await blink(['task', 'update', taskId, ...flagsFor(sample)], { env: account(url) })).toMatchObject(
      { code: 0 },
    );
    expect(received[0]).toMatchObject({ method: 'PUT', path: '/api/client/task' });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(withoutBlanks({ taskId, ...sample }));
  });

  it('never guesses the type, and wants something to change', async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const env = account(url);
    expect(await blink('task update T1 --tax 5', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--type'),
    });
    expect(await blink('task update T1 --type 1', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('What changes?'),
    });
    expect(await blink('task update --type 1 --tax 5', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Which task?'),
    });
    expect(received).toEqual([]);
  });
});

describe('task status', () => {
  it("reads the vendor's sample, the same values in every format", async () => {
    const { url, received } = await loggingServer(logisticsLike);
    const env = account(url);
    const json = JSON.parse((await blink('task status 12345678 --json', { env })).out);
    expect(received[0]).toMatchObject({ method: 'GET', path: '/api/client/task/status?mappingKey=12345678' });
    expect(json).toEqual([
      {
        ...{ mappingKey: '12345678', taskId: 'XYZAB-12345', eventId: 24, event: 'TASK_ACCEPTED', type: 1 },
        ...{ agent: 'Test Rider', contact: '+923213456789', reason: '' },
        trackingLink: 'https://delivery-stg.blinkco.io/tracking/jvkUgPIRN6f8jZg9q62xy',
      },
    ]);
    const ndjson = await blink('task status 12345678 --output ndjson', { env });
    expect(JSON.parse(ndjson.out)).toEqual(json[0]);
    for (const format of ['table', 'csv']) {
      const { out } = await blink(`task status 12345678 --output ${format}`, { env });
      for (const value of ['12345678', 'XYZAB-12345', 'TASK_ACCEPTED', 'Test Rider', '+923213456789'])
        expect(out).toContain(value);
    }
  });

  it('ends with 1 for a task that Blink does not know', async () => {
    expect(await blink('task status nowhere --env local')).toMatchObject({ code: 1 });
  });

  /** Knows every task but those whose key begins with NO. */
  const someKnown = (request: Received): Answer =>
    request.path.includes('=NO')
      ? { status: 404, body: { message: 'No such task.' } }
      : logisticsLike(request);

  it.each(['', ' --watch'])('shows what was found and names what was not, exit code 3%s', async (watch) => {
    const finished = { ...vendor('task-status-reply'), eventId: 27, event: 'TASK_FINISHED' };
    const { url } = await loggingServer((request) => {
      const answer = someKnown(request);
      return answer.status === 404 ? answer : { body: finished };
    });
    const run = await blink(`task status A1 NOSUCH A2 --output ndjson${watch}`, { env: account(url) });
    expect(run.code).toBe(3);
    const keys = run.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).mappingKey);
    expect(keys.sort()).toEqual(['A1', 'A2']);
    expect(run.err).toMatch(/NOSUCH: .*No such task/);
    expect(run.err).toContain('Not everything was found: NOSUCH.');
  });

  it('ends with the code of the error where nothing was found', async () => {
    const { url } = await loggingServer(someKnown);
    const run = await blink('task status NO1 NO2 --json', { env: account(url) });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain('NO2');
  });

  it('reads an answer whose fields have other types', async () => {
    const body = { eventId: '27', event: null, data: { taskId: 5, type: '2', agent: [], reason: 7 } };
    const { url } = await loggingServer(() => ({ body }));
    const run = await blink('task status K1 --json', { env: account(url) });
    expect(JSON.parse(run.out)).toMatchObject([
      { taskId: '5', eventId: 27, event: 'TASK_FINISHED', type: 2, reason: '7', agent: null },
    ]);
  });

  it.each([
    [[20, 24, 24, 27], 0, ['TASK_CREATED', 'TASK_ACCEPTED', 'TASK_FINISHED']],
    [[23, 28], 1, ['TASK_ASSIGNED', 'TASK_CANCELLED']],
  ])(
    '--watch follows %j to the end with code %i, a record for each change',
    async (events, code, expected) => {
      const names: Record<number, string> = {
        20: 'TASK_CREATED',
        23: 'TASK_ASSIGNED',
        24: 'TASK_ACCEPTED',
        27: 'TASK_FINISHED',
        28: 'TASK_CANCELLED',
      };
      const left = [...events];
      const { url, received } = await loggingServer(() => {
        const eventId = left.shift() ?? 0;
        return { body: { ...vendor('task-status-reply'), eventId, event: names[eventId] } };
      });
      const run = await blink('task status K1 --watch --interval 1 --output ndjson', { env: account(url) });
      expect(run.code).toBe(code);
      const lines = run.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ event }) => event)).toEqual(expected);
      expect(lines[0]).toMatchObject({ mappingKey: 'K1', data: { taskId: 'XYZAB-12345' } });
      expect(lines[0].at).toMatch(/^\d{4}-\d\d-\d\dT/);
      expect(received).toHaveLength(events.length);
    },
  );
});
