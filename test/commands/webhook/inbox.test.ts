import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/inbox/event.ts';
import { fileInbox } from '../../../src/inbox/file-store/file-inbox.ts';
import { blink, home } from '../../front-door.ts';
import { fill, orderBody, samples, statusBody } from '../../inbox/events.ts';
import { type Answer, loggingServer, type Received } from '../../server.ts';

const minute = 60_000;
const till = 'http://127.0.0.1:9000/orders';

/** A home whose inbox of `local` holds these bodies, a minute apart, the last one a minute ago. */
async function withInbox(bodies: readonly Buffer[], targets: readonly string[] = []) {
  const env = home();
  const folder = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'inbox');
  const events: StoredEvent[] = [];
  for (const [i, body] of bodies.entries()) {
    const time = Date.now() - (bodies.length - i) * minute;
    events.push(...(await fill(folder, [body], { targets, now: () => time })));
  }
  const run = (line: string) => blink(`webhook inbox ${line} --env local`, { env });
  const json = async (line: string) => JSON.parse((await run(`${line} --json`)).out);
  return { env, folder, events, run, json };
}

const usual = [
  orderBody('1'),
  orderBody('1'),
  statusBody('1', 1),
  samples.task,
  Buffer.from('\u001b[31mhello'),
];

describe('list', () => {
  it('shows what there is, oldest first, cleaned', async () => {
    const { run } = await withInbox(usual);
    const { code, out, err } = await run('');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows = out.trimEnd().split('\n');
    expect(rows[0]).toMatch(/^Received +Order +Kind +Type +Branch +Customer +Total +State +Event$/);
    expect(rows[1]).toMatch(/KHI-1 +order +PICK-UP +12345 +Jhon Doe +66\.67 +stored /);
    expect(rows[2]).toContain('duplicate');
    expect(rows[3]).toMatch(/KHI-1 +order-status +S1 /);
    expect(rows[4]).toMatch(/XYZAB-12345 +task +ACCEPTED .*Test Rider/);
    expect(rows[5]).toMatch(/unknown +put aside +its body is not JSON +quarantined/);
  });

  it.each([
    ['list', 1],
    ['list --json', 1],
    ['list --json --limit 5', 1],
    ['export', 1],
    ['show KHI-1', 0],
  ])('shows what is left beside a damaged line, and says so: %s', async (command, code) => {
    const { run, folder } = await withInbox([orderBody('1'), orderBody('2')]);
    const [name = ''] = readdirSync(folder).toSorted();
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('KHI-2', 'KHI-7'), { mode: 0o600 });
    const result = await run(command);
    expect(result).toMatchObject({ code, out: expect.stringContaining('KHI-1') });
    expect(result.err).toContain("1 line of the inbox can't be read");
  });

  it('gives scripts every event, with stable keys', async () => {
    const { json, events } = await withInbox(usual);
    const listed = await json('list');
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(events.map(({ id }) => id));
    expect(listed[1]).toMatchObject({
      kind: 'order',
      key: '1',
      state: 'duplicate',
      duplicateOf: events[0]?.id,
    });
    expect(Object.keys(listed[0])).toEqual(Object.keys(listed[4]));
  });

  it.each([
    ['--kind order', 2],
    ['--state duplicate', 1],
    ['--state stored', 3],
    ['--state quarantined', 1],
    ['--branch 12345', 3],
    ['--since 150s', 2],
    ['--until 150s', 3],
    ['--since 2020-01-01', 5],
    ['--limit 2', 2],
    ['--kind task --state pending', 0],
  ])('finds events by %s', async (flags, count) => {
    const { json } = await withInbox(usual);
    expect(await json(`list ${flags}`)).toHaveLength(count);
  });

  it('takes and shows your own branch codes', async () => {
    const { env, run } = await withInbox([orderBody('1'), orderBody('2', { branch_id: '7' })]);
    await blink('branches map set KHI-01 7 --env local', { env });
    const { out } = await run('list --branch KHI-01');
    expect(out).toMatch(/KHI-2 .* KHI-01 /);
    expect(out).not.toContain('KHI-1 ');
  });

  it('shows the newest 50, and says so', async () => {
    const { run } = await withInbox(Array.from({ length: 53 }, (_, i) => orderBody(String(i))));
    const { out, err } = await run('');
    expect(out.trimEnd().split('\n')).toHaveLength(51);
    expect(out).not.toContain('KHI-2 ');
    expect(err).toBe('The newest 50 of 53 events: --limit 53 shows all.\n');
  });

  it.each([
    ['list --kind oder', 'Did you mean order?'],
    ['list --state deliverd', 'Did you mean delivered?'],
    ['list --since yesterday', 'Expected how long ago'],
    ['lst', 'Did you mean list?'],
  ])('explains %s', async (line, text) => {
    const { run } = await withInbox([]);
    expect(await run(line)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(text) });
  });

  it('says where it looked when there is nothing', async () => {
    const { run, json } = await withInbox([]);
    expect((await run('')).out).toBe('There are no such events (local, profile default).\n');
    expect(await json('list')).toEqual([]);
  });
});

describe('show', () => {
  it('shows an order with its states and what became of them', async () => {
    const { run } = await withInbox([orderBody('1'), statusBody('1', 3), orderBody('2')], [till]);
    const { code, out } = await run('show khi-1');
    expect(code).toBe(0);
    expect(out).toContain('1 × Veg Breakfast Press COMBO');
    expect(out).toContain('S3  KHI-1');
    expect(out).toContain(`Waits for ${till}.`);
    expect(out).not.toContain('KHI-2');
  });

  it.each(['1', 'KHI-1'])('finds an order by %s', async (name) => {
    const { json } = await withInbox([orderBody('1'), statusBody('1', 3), orderBody('2')]);
    const { events } = await json(`show ${name}`);
    expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(['order', 'order-status']);
    expect(events[0]).toMatchObject({ state: 'stored', deliveries: [], event: { order_key: 'KHI-1' } });
  });

  it('gives the body byte for byte', async () => {
    const { run, events } = await withInbox([samples.order, samples['order-status'], samples.task]);
    expect((await run('show ABND-24234 --raw')).out).toBe(samples.order.toString());
    expect((await run(`show ${events[2]?.id} --raw`)).out).toBe(samples.task.toString());
  });

  it('says what is put aside, and why, cleaned', async () => {
    const { run, events } = await withInbox(usual);
    const { out } = await run(`show ${events[4]?.id}`);
    expect(out).toContain('Put aside because its body is not JSON.');
    expect(out).not.toContain('\u001b');
  });

  it('does not know every name', async () => {
    const { run } = await withInbox(usual);
    expect(await run('show KHI-77')).toMatchObject({ code: 2, err: expect.stringContaining('"KHI-77"') });
  });
});

describe('replay', () => {
  async function toServer(
    answer: (request: Received) => Answer,
    bodies = usual,
    targets: readonly string[] = [],
  ) {
    const server = await loggingServer(answer);
    return { ...server, ...(await withInbox(bodies, targets.length > 0 ? [server.url] : [])) };
  }

  it('sends events once more, marked as such', async () => {
    const { url, received, json, events } = await toServer(() => ({}));
    const report = await json(`replay KHI-1 --to ${url}/till`);
    expect(report).toEqual({
      ...{ done: 3, refused: 0, unknown: 0, skipped: 0 },
      results: events.slice(0, 3).map(({ id }) => ({ id, outcome: 'done' })),
    });
    expect(received.map(({ body }) => body)).toEqual(usual.slice(0, 3).map(String));
    expect(received[0]).toMatchObject({
      path: '/till',
      headers: { 'blink-replay': 'true', 'blink-event-id': events[0]?.id },
    });
  });

  it('leaves repetitions and garbage out, unless they are asked for', async () => {
    const { url, received, run } = await toServer(() => ({}));
    expect((await run(`replay --since 1h --to ${url}`)).code).toBe(0);
    expect(received).toHaveLength(3);
    await run(`replay --state duplicate --to ${url}`);
    expect(received).toHaveLength(4);
  });

  it('ends with 3 when some are not taken, and says which', async () => {
    const { url, run, events, folder } = await toServer(({ body }) => ({
      status: body.includes('TASK') ? 422 : 200,
    }));
    const { code, out, err } = await run(`replay --since 1h --to ${url}`);
    expect(code).toBe(3);
    expect(out).toBe(`✗ ${events[3]?.id} ${url}/: it answered 422\n✓ 2 of 3 events sent\n`);
    expect(err).toContain('Some events were not taken.');
    const [first = '', last = ''] = [events[0]?.id, events[3]?.id];
    const states = await fileInbox(folder).states([first, last]);
    expect(states.get(first)).toMatchObject([{ target: `${url}/`, state: 'delivered', attempts: 1 }]);
    expect(states.get(last)).toMatchObject([{ target: `${url}/`, state: 'dead', attempts: 1 }]);
  });

  it('goes where events went before', async () => {
    const { run, received, folder, events, url } = await toServer(() => ({}), [orderBody('1')], ['itself']);
    const inbox = fileInbox(folder);
    const entry = { id: events[0]?.id ?? '', target: url, attempt: 5, at: new Date().toISOString() };
    await inbox.record({ ...entry, state: 'dead', error: 'it answered 404' });
    await inbox.close();
    expect((await run('list --state dead')).out).toContain('KHI-1');
    const { code, err } = await run('replay --state dead');
    expect({ code, err }).toEqual({ code: 0, err: `Sending to ${url}, where they went before.\n` });
    expect(received[0]?.headers['blink-delivery-attempt']).toBe('6');
    expect((await run('list --state delivered')).out).toContain('KHI-1');
  });

  it.each([
    ['replay KHI-1', 'They were never forwarded to an address, so --to is needed.'],
    ['replay', 'Which events? None are named.'],
    ['replay KHI-1 --to till', 'Expected a web address'],
  ])('explains %s', async (line, text) => {
    const { run } = await withInbox(usual);
    expect(await run(line)).toMatchObject({ code: 2, err: expect.stringContaining(text) });
  });

  it('--dry-run shows the requests and sends none', async () => {
    const { json, received, url, events } = await toServer(() => ({}));
    const plan = await json(`replay KHI-1 --kind order --to ${url} --dry-run`);
    expect(plan).toMatchObject({ dryRun: true, plan: { events: 2 } });
    expect(plan.requests[0]).toMatchObject({
      method: 'POST',
      body: String(usual[0]),
      headers: { 'blink-event-id': events[0]?.id },
    });
    expect(received).toEqual([]);
  });

  it('that nobody answers ends with 5', async () => {
    const { run } = await withInbox(usual);
    expect((await run('replay KHI-1 --to http://127.0.0.1:9/')).code).toBe(5);
  });
});

describe('export', () => {
  it.each(['', '--output ndjson', '--output json', '--output csv'])(
    'writes bodies as they came: %s',
    async (flags) => {
      const { run } = await withInbox([samples.order, Buffer.from([0xff, 0x00])]);
      const { out } = await run(`export ${flags}`);
      if (flags === '--output csv') {
        expect(out.split('\n')[0]).toContain(
          'id,receivedAt,kind,key,branch,path,state,duplicateOf,why,notes,peer,headers,encoding,body',
        );
        expect(out).toContain(`"${samples.order.toString().trim().replaceAll('"', '""')}`);
        return;
      }
      const rows =
        flags === '--output json'
          ? JSON.parse(out)
          : out
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line));
      expect(rows).toMatchObject([
        { kind: 'order', encoding: 'text', body: samples.order.toString() },
        { kind: 'unknown', encoding: 'base64', body: '/wA=' },
      ]);
    },
  );
});

describe('prune', () => {
  const aDay = 86_400_000;
  async function old(targets: readonly string[] = []) {
    const inbox = await withInbox([]);
    for (const days of [40, 35, 10]) {
      const time = Date.now() - days * aDay;
      await fill(inbox.folder, [orderBody(String(days))], {
        targets: days === 35 ? targets : [],
        now: () => time,
      });
    }
    await fill(inbox.folder, [orderBody('new')]);
    return { ...inbox, files: () => readdirSync(inbox.folder).length };
  }

  it('removes whole days, and only old ones', async () => {
    const { run, files } = await old();
    const before = files();
    expect((await run('prune --older-than 30d --dry-run')).out).toMatch(
      /^Dry run: it would remove 2 events from /,
    );
    expect(files()).toBe(before);
    expect((await run('prune --older-than 30d')).out).toMatch(/^✓ Removed 2 events from /);
    expect(files()).toBe(before - 2);
    expect((await run('prune --older-than 30d')).out).toBe('There is nothing to remove.\n');
    expect((await run('')).out).toContain('KHI-new');
  });

  it('keeps what is still to be delivered, unless it is forced', async () => {
    const { json, files } = await old([till]);
    const before = files();
    const { removed, kept } = await json('prune --older-than 30d');
    expect([removed.length, kept]).toMatchObject([1, [{ events: 1, pending: 1 }]]);
    expect(files()).toBe(before - 1);
    expect((await json('prune --older-than 30d --force')).removed).toHaveLength(1);
    expect(files()).toBe(before - 2);
  });

  it('needs to be told how old', async () => {
    const { run, folder } = await old();
    expect((await run('prune')).code).toBe(2);
    expect((await run('prune --older-than month')).err).toContain('Expected a number of days, like 30d.');
    expect(existsSync(folder)).toBe(true);
  });
});
