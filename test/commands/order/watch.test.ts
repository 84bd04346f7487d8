import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import { blink, home } from '../../front-door.ts';
import { inboxOf, keep, order, orderStatus, storedEvent } from '../../inbox/keep.ts';
import { type Answer, blinkLike, loggingServer } from '../../server.ts';
import { keys, terminal } from '../../typed.ts';

const minute = 60_000;
const ago = (minutes: number) => Date.now() - minutes * minute;

/** A home with orders in the inbox of an environment: `[minutes ago, event]`. */
function withEvents(environment: string, ...events: readonly (readonly [number, Record<string, unknown>])[]) {
  const env: NodeJS.ProcessEnv = { ...home(), BLINK_ENV: environment };
  keep(inboxOf(env, environment), ...events.map(([minutes, value]) => storedEvent(value, ago(minutes))));
  return env;
}

async function actionsIn(env: NodeJS.ProcessEnv, environment: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { blink_order_id, status } of fileInbox(inboxOf(env, environment)).actions()()) {
    found.push(`${blink_order_id} ${status}`);
  }
  return found;
}

describe('orders watch --once', () => {
  it('says that a line of the inbox is damaged, and ends with 1', async () => {
    const env = withEvents('local', [2, order('1')], [1, order('2')]);
    const folder = inboxOf(env, 'local');
    const [day = ''] = readdirSync(folder).filter((name) => /^\d{4}-.*\.ndjson$/.test(name));
    const bytes = readFileSync(join(folder, day));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    writeFileSync(join(folder, day), bytes);
    const { code, out, err } = await blink('orders watch --once --json', { env });
    expect({ code, orders: JSON.parse(out).orders.length }).toEqual({ code: 1, orders: 1 });
    expect(err).toContain("1 line of the inbox can't be read");
  });

  it('gives scripts one document, and an error when something is late', async () => {
    const env = withEvents(
      'local',
      [4, order('1')],
      [2, order('2', { type: 'DELIVERY' })],
      [1, orderStatus('2', 1)],
    );
    const { code, out, err } = await blink('orders watch --once --json --accept-within 3m', { env });
    const { orders, late } = JSON.parse(out);
    expect(late).toBe(1);
    expect(orders).toEqual([
      {
        ...{ blink_order_id: '1', order_key: 'KEY-1', type: 'PICK-UP', channel: 'IOS', branch_id: '12345' },
        ...{ customer_name: 'Jhon Doe', items: 1, total_price: '66.67', status: 0, statusText: 'Pending' },
        ...{ receivedAt: expect.stringMatching(/^\d{4}-.*Z$/), ageSeconds: expect.any(Number), late: true },
      },
      expect.objectContaining({ blink_order_id: '2', status: 1, statusText: 'Accepted', late: false }),
    ]);
    expect(Math.abs(orders[0].ageSeconds - 240)).toBeLessThan(30);
    expect(code).toBe(1);
    expect(JSON.parse(err).error).toMatchObject({
      code: 'failed',
      message: '1 order waits longer than 3 min.',
    });
  });

  it('ends well when nothing is late', async () => {
    const env = withEvents('local', [4, order('1')], [3, order('2')]);
    expect(await blink('orders watch --once --json', { env })).toMatchObject({ code: 0, err: '' });
    const run = await blink('orders watch --once --accept-within 5m --dispatch-within 1h', { env });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(
      /^ *Age {2}Order {2}State .*\n04:0\d {2}KEY-1 {2}Pending .* 66\.67 .*\n03:0\d {2}KEY-2/,
    );
  });

  it('says what is late, and for how long', async () => {
    const env = withEvents(
      'local',
      [9, order('1')],
      [8, order('2')],
      [8, orderStatus('1', 1)],
      [7, order('3')],
    );
    const late = async (flags: string) => (await blink(`orders watch --once ${flags}`, { env })).err;
    expect(await late('--accept-within 90s')).toContain('2 orders wait longer than 90 s.');
    expect(await late('--dispatch-within 8m')).toContain('2 orders are not on the way after 8 min.');
    expect(await late('--accept-within 5m --dispatch-within 8m')).toContain(
      '2 orders wait longer than 5 min, 1 order is not on the way after 8 min.',
    );
  });

  it('says what to do where nothing came in', async () => {
    const { code, out, err } = await blink('orders watch --once --env sandbox');
    expect({ code, out }).toEqual({ code: 0, out: 'There are no open orders from the last 24 h.\n' });
    expect(err).toContain('blink webhook listen --env sandbox');
    const json = await blink('orders watch --once --json --env sandbox');
    expect(json).toMatchObject({ code: 0, out: '{"orders":[],"late":0,"aside":[]}\n' });
  });

  it('looks back as far as it is told', async () => {
    const env = withEvents('local', [25 * 60, order('old')], [59, order('new')]);
    const ids = async (flags: string) =>
      JSON.parse((await blink(`orders watch --once --json ${flags}`, { env })).out).orders.map(
        ({ blink_order_id }: { blink_order_id: string }) => blink_order_id,
      );
    expect(await ids('')).toEqual(['new']);
    expect(await ids('--hours 26')).toEqual(['old', 'new']);
    expect(await ids('--hours 1')).toEqual(['new']);
  });

  it("takes and shows the operator's own branch codes", async () => {
    const env = withEvents(
      'local',
      [2, order('1', { branch_id: 60001 })],
      [1, order('2', { branch_id: '60007' })],
    );
    await blink('branches map set KHI-01 60001', { env });
    const { out } = await blink('orders watch --once --branch KHI-01', { env });
    expect(out).toContain('KHI-01');
    expect(out).not.toContain('KEY-2');
    expect((await blink('orders watch --once --branch 60007', { env })).out).toContain('KEY-2');
    expect((await blink('orders watch --once --branch LHE', { env })).out).toContain('of branch LHE');
  });

  it('knows what Blink confirmed, whatever was posted', async () => {
    const env = withEvents('local', [5, order('1')], [4, order('2')], [1, orderStatus('1', 1)]);
    const inbox = inboxOf(env, 'local');
    await fileInbox(inbox).recordActions([{ at: ago(2), blink_order_id: '1', status: 3 }]);
    await fileInbox(inbox).recordActions([{ at: ago(2), blink_order_id: '2', status: 2 }]);
    const { orders } = JSON.parse((await blink('orders watch --once --json', { env })).out);
    expect(orders).toMatchObject([{ blink_order_id: '2', statusText: 'Dispatched' }]);
  });

  it('knows what `order status` was told, and the rest of a file', async () => {
    const env = withEvents('local', [5, order('1')], [4, order('2')], [3, order('3')], [2, order('999')]);
    await blink('order status 1 --accept', { env });
    await blink('order status --from -', {
      env,
      input: 'id,status,comment\n2,rejected,too far\n3,1,\n999,1,\n',
    });
    const { orders } = JSON.parse((await blink('orders watch --once --json', { env })).out);
    expect(
      orders.map((one: { blink_order_id: string; status: number }) => [one.blink_order_id, one.status]),
    ).toEqual([
      ['1', 1],
      ['3', 1],
      ['999', 0],
    ]);
  });

  it('gives all columns as CSV and NDJSON', async () => {
    const env = withEvents('local', [1, order('1')]);
    const csv = await blink('orders watch --once --output csv', { env });
    expect(csv.out).toContain(
      'blink_order_id,order_key,type,channel,branch_id,customer_name,items,total_price,',
    );
    const { out } = await blink('orders watch --once --output ndjson', { env });
    expect(JSON.parse(out)).toMatchObject({ order_key: 'KEY-1', late: false });
  });
});

it('wants --once for documents that have an end, and times with a unit', async () => {
  for (const format of ['json', 'csv']) {
    const { code, err } = await blink(`orders watch --env local --output ${format}`);
    expect(code).toBe(2);
    expect(err).toContain('--once');
  }
  expect(await blink('orders watch --env local --accept-within 3')).toMatchObject({
    code: 2,
    err: expect.stringContaining('90s, 3m or 1h'),
  });
});

it('without a terminal prints a line for each change', async () => {
  const env = withEvents('local', [4, order('1')]);
  const inbox = inboxOf(env, 'local');
  const stop = new AbortController();
  const session = terminal('orders watch --output ndjson --accept-within 3m', env, { signal: stop.signal });
  await session.shows('"change":"late","blink_order_id":"1"');
  keep(inbox, storedEvent(order('2'), Date.now()));
  await session.shows('"change":"open","blink_order_id":"2"');
  keep(inbox, storedEvent(orderStatus('2', 1), Date.now() + 1));
  await session.shows('"change":"state","blink_order_id":"2"');
  await fileInbox(inbox).recordActions([{ at: Date.now() + 2, blink_order_id: '2', status: 3 }]);
  await session.shows('"change":"closed","blink_order_id":"2"');
  stop.abort(new CliError('terminated', 'Stopped.'));
  const { code, screen } = await session.ended;
  expect(code).toBe(143);
  const lines = screen.split('\n').filter((line) => line.startsWith('{"at"'));
  expect(lines.map((line) => JSON.parse(line)).map(({ change, status }) => [change, status])).toEqual([
    ['open', 0],
    ['late', 0],
    ['open', 0],
    ['state', 1],
    ['closed', 3],
  ]);
});

const enterScreen = '\u001b[?1049h';
const leaveScreen = '\u001b[?25h\u001b[?1049l';

describe('orders watch on a terminal', () => {
  it('accepts an order, and knows it after a restart', async () => {
    const env = withEvents('local', [5, order('1300001')], [2, order('1300002')]);
    const session = terminal('orders watch', env);
    await session.shows('› 05:0');
    session.type('ja');
    await session.shows('KEY-1300002 is accepted.');
    session.type('q');
    const { code, screen } = await session.ended;
    expect(code).toBe(0);
    expect(screen).toContain('KEY-1300002  …');
    expect(await actionsIn(env, 'local')).toEqual(['1300002 1']);
    expect(statSync(join(inboxOf(env, 'local'), 'actions.ndjson')).mode & 0o777).toBe(0o600);
    const { orders } = JSON.parse((await blink('orders watch --once --json', { env })).out);
    expect(orders.map(({ statusText }: { statusText: string }) => statusText)).toEqual([
      'Pending',
      'Accepted',
    ]);
    const moved = JSON.parse(
      readFileSync(join(env.BLINK_STATE_DIR ?? '', 'simulator', 'orders.json'), 'utf8'),
    );
    expect(JSON.stringify(moved)).toContain('"id":"1300002","status":1');
  });

  it('goes on with dispatch and deliver, after which the order is gone', async () => {
    const env = withEvents('local', [5, order('1300001')]);
    const session = terminal('orders watch', env);
    await session.shows('KEY-1300001');
    for (const [key, said] of [
      ['a', 'is accepted.'],
      ['d', 'is dispatched.'],
      ['l', 'is delivered.'],
    ] as const) {
      session.type(key);
      await session.shows(said);
    }
    session.type('q');
    expect((await session.ended).screen).toContain('There are no open orders from the last 24 h.');
    expect(await actionsIn(env, 'local')).toEqual(['1300001 1', '1300001 2', '1300001 3']);
  });

  it('wants a reason to reject, and can be told otherwise', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = { ...withEvents('sandbox', [5, order('7')]), BLINK_API_URL: url, BLINK_TOKEN: 'canary' };
    const session = terminal('orders watch', env);
    await session.shows('KEY-7');
    session.type('r');
    await session.shows('Why is KEY-7 rejected?');
    session.type(keys.enter);
    await session.shows('A rejection needs its reason.');
    session.type(keys.escape);
    // A lone escape could be the beginning of another key, so it is one only after a while.
    await session.shows('Enter ticket');
    session.type('rtoo fax');
    await session.shows('too fax');
    session.type(`${keys.backspace}r, بہت دور`);
    await session.shows('too far, بہت دور');
    expect(received).toEqual([]);
    session.type(keys.enter);
    await session.shows('KEY-7 is rejected.');
    session.type('q');
    expect(await session.ended).toMatchObject({ code: 0 });
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([
      { blink_order_id: '7', status: 4, comment: 'too far, بہت دور' },
    ]);
  });

  it('shows what failed, and changes nothing', async () => {
    const { url } = await loggingServer(() => ({
      status: 422,
      body: { message: 'Invalid.', errors: { status: ['The order 7 was cancelled by the customer.'] } },
    }));
    const env = { ...withEvents('sandbox', [5, order('7')]), BLINK_API_URL: url, BLINK_TOKEN: 'canary' };
    const session = terminal('orders watch', env);
    await session.shows('KEY-7  Pending');
    session.type('a');
    await session.shows('KEY-7: The order 7 was cancelled by the customer.');
    session.type('j');
    await session.shows('KEY-7  Pending');
    session.type('q');
    expect(await session.ended).toMatchObject({ code: 0 });
    expect(await actionsIn(env, 'sandbox')).toEqual([]);
  });

  it('says so when it cannot keep what Blink confirmed', async () => {
    const env = withEvents('local', [5, order('1300001')]);
    const session = terminal('orders watch', env);
    await session.shows('KEY-1300001');
    mkdirSync(join(inboxOf(env, 'local'), 'actions.ndjson'));
    session.type('a');
    await session.shows('KEY-1300001 is accepted, but this could not be kept here:');
    session.type('q');
    expect((await session.ended).screen).toContain('KEY-1300001  Accepted');
  });

  it('waits for a call before it leaves, and tells how it ended', async () => {
    let answer = (_: Answer) => {};
    const { url, received } = await loggingServer(() => new Promise<Answer>((resolve) => (answer = resolve)));
    const env = { ...withEvents('sandbox', [5, order('7')]), BLINK_API_URL: url, BLINK_TOKEN: 'canary' };
    const leaving = async () => {
      const session = terminal('orders watch', env);
      await session.shows('KEY-7');
      session.type('a');
      await session.shows('KEY-7  …');
      session.type('q');
      await session.shows('Waiting for 1 call to end.');
      return session;
    };
    const asked = async (count: number) => vi.waitFor(() => expect(received).toHaveLength(count), 5000);

    const refused = await leaving();
    await asked(1);
    answer({ status: 422, body: { message: 'The order 7 is gone.' } });
    expect(await refused.ended).toMatchObject({
      code: 1,
      screen: expect.stringMatching(/\?1049l.*is gone/s),
    });

    const impatient = await leaving();
    await asked(2);
    impatient.type('q');
    const { code, screen } = await impatient.ended;
    expect(code).toBe(6);
    expect(screen.slice(screen.indexOf(leaveScreen))).toContain('It is not known what became of order 7.');

    const taken = await leaving();
    await asked(3);
    answer({});
    expect(await taken.ended).toMatchObject({ code: 0 });
    expect(await actionsIn(env, 'sandbox')).toEqual(['7 1']);
  });

  it('asks once before it writes to production, and not with --yes', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const env = {
      ...withEvents('production', [5, order('7')], [4, order('8')]),
      BLINK_API_URL: url,
      BLINK_TOKEN: 'c',
    };
    const session = terminal('orders watch', env, { columns: 120 });
    await session.shows('KEY-7');
    session.type('a');
    await session.shows(
      `Accept KEY-7 in production at ${url} (profile default, token from BLINK_TOKEN)? y/n`,
    );
    session.type('n');
    await session.shows('Nothing was sent.');
    expect(received).toEqual([]);
    session.type('a');
    await session.shows('? y/n');
    session.type('y');
    await session.shows('KEY-7 is accepted.');
    session.type('ja');
    await session.shows('KEY-8 is accepted.');
    session.type('q');
    await session.ended;
    const sure = terminal('orders watch --yes', env);
    await sure.shows('KEY-8');
    sure.type('d');
    await sure.shows('KEY-7 is dispatched.');
    sure.type('q');
    expect((await sure.ended).screen).not.toContain('y/n');
    expect(received.map(({ body }) => JSON.parse(body).status)).toEqual([1, 1, 2]);
  });

  it('shows events as they come in, and rings once for what waits too long', async () => {
    const env = withEvents('local', [4, order('1')]);
    const session = terminal('orders watch --accept-within 3m', env);
    await session.shows('1 open order, 1 late');
    keep(inboxOf(env, 'local'), storedEvent(order('2'), Date.now()));
    await session.shows('2 open orders, 1 late');
    keep(inboxOf(env, 'local'), storedEvent(orderStatus('1', 3), Date.now() + 1));
    await session.shows('1 open order  ');
    session.type('q');
    const { screen } = await session.ended;
    expect(screen.split('\u0007')).toHaveLength(2);
    // Neither colours nor bold where none are wanted.
    expect(screen).not.toMatch(/\u001b\[\d*m/);
  });

  it('shows the ticket of the chosen order', async () => {
    const env = withEvents('local', [5, order('1')], [4, order('2', { kitchen_notes: 'No onions' })]);
    const session = terminal('orders watch', env);
    await session.shows('KEY-2');
    session.type(`${keys.down}${keys.enter}`);
    await session.shows('*** No onions');
    await session.shows('↓ 5 more lines');
    session.type(keys.down.repeat(9));
    await session.shows('TOTAL Rs');
    session.type('o');
    await session.shows('› 04:0');
    session.type('q');
    expect(await session.ended).toMatchObject({ code: 0 });
  });

  it('says what to do while nothing comes in', async () => {
    const session = terminal('orders watch --env local');
    await session.shows('There are no open orders from the last 24 h.');
    await session.shows('"blink webhook listen --env local"');
    session.type('aorl');
    session.type('q');
    expect(await session.ended).toMatchObject({ code: 0 });
  });

  it.each([
    ['q', 0],
    ['Ctrl-C', 130],
    ['SIGTERM', 143],
  ])('gives the terminal back on %s', async (way, code) => {
    const stop = new AbortController();
    const session = terminal('orders watch', withEvents('local', [5, order('1')]), { signal: stop.signal });
    await session.shows('KEY-1');
    expect(session.raw()).toBe(true);
    if (way === 'SIGTERM') stop.abort(new CliError('terminated', 'Stopped.'));
    else session.type(way === 'q' ? 'q' : keys.interrupt);
    const ended = await session.ended;
    expect(ended.code).toBe(code);
    expect(session.raw()).toBe(false);
    expect(ended.screen.split(enterScreen)).toHaveLength(2);
    expect(ended.screen.split(leaveScreen)).toHaveLength(2);
    // What is said at the end is said where it stays.
    expect(ended.screen.indexOf('Stopped.')).toBe(code === 0 ? -1 : ended.screen.lastIndexOf('Stopped.'));
    expect(ended.screen.lastIndexOf('KEY-1')).toBeLessThan(ended.screen.indexOf(leaveScreen));
  });

  it('has room for more at 140 columns', async () => {
    const env = withEvents('local', [5, order('1', { customer_name: 'زینب قریشی' })]);
    for (const [columns, dishes] of [
      [80, false],
      [140, true],
    ] as const) {
      const session = terminal('orders watch', env, { columns });
      await session.shows('زینب قریشی');
      session.type('q');
      const { screen } = await session.ended;
      expect(screen.includes('1 × Veg Breakfast Press COMBO')).toBe(dishes);
    }
  });

  it('shows nothing of an order that a terminal obeys, and keeps to its width while it asks', async () => {
    const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eevil\r';
    const { url } = await loggingServer(() => ({ status: 422, body: { message: hostile } }));
    const long = order('7', { order_key: `KEY-7${hostile}${'x'.repeat(90)}`, kitchen_notes: hostile });
    const env = { ...withEvents('production', [5, long]), BLINK_API_URL: url, BLINK_TOKEN: 'canary' };
    const session = terminal('orders watch', env, { columns: 200 });
    await session.shows('KEY-7evil');
    session.type(`${keys.enter}${keys.down.repeat(9)}`);
    await session.shows('*** evil');
    session.type('r');
    await session.shows('Why is KEY-7evil');
    session.type(`too far${keys.enter}`);
    await session.shows('Reject KEY-7evil');
    session.type('y');
    await session.shows(' failed: ');
    session.type('q');
    // What the board draws with.
    const { screen } = await session.ended;
    const shown = screen.replaceAll(/\u001b\[(?:\?1049[hl]|\?25[hl]|H|K|J)|\r\n/g, '');
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);

    const narrow = terminal('orders watch', env, { columns: 60 });
    await narrow.shows('1 open order');
    narrow.type('r');
    await narrow.shows('Why is KEY-7evil');
    narrow.type('too far away');
    await narrow.shows('far away▏');
    narrow.type(keys.interrupt);
    for (const line of (await narrow.ended).screen.split(/\r\n|\u001b\[J/)) {
      expect(line.replaceAll(/\u001b\[[?\d]*[a-zA-Z]/g, '').length).toBeLessThanOrEqual(60);
    }
  });
});
