import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { type Answer, loggingServer, type Received } from '../../server.ts';
import { terminal } from '../../typed.ts';

const listing = [
  {
    ...{ id: 63, blink_id: 60001, branch: 'Clifton-Block 4', is_live: 1, is_active: 1 },
    branch_address: '209 Bolvard center, caspian road beside Hollywood Cafe',
  },
  {
    ...{ id: '64', blink_id: null, branch: 'کراچی، بلاک ۴', is_live: false, is_active: true },
    branch_address: 'دکان نمبر ۳، طارق روڈ، پی ای سی ایچ ایس بلاک ۲، کراچی، پاکستان، نزد مسجد',
  },
  { id: 65, branch: '=Tariq\nRoad', branch_address: null, is_live: 1, is_active: 0 },
];

/** What each branch becomes in the formats for machines. */
const records = [
  {
    ...{ id: 63, blink_id: 60001, code: null, branch: 'Clifton-Block 4', is_live: 1, is_active: 1 },
    branch_address: '209 Bolvard center, caspian road beside Hollywood Cafe',
  },
  {
    ...{ id: '64', blink_id: null, code: null, branch: 'کراچی، بلاک ۴', is_live: false, is_active: true },
    branch_address: 'دکان نمبر ۳، طارق روڈ، پی ای سی ایچ ایس بلاک ۲، کراچی، پاکستان، نزد مسجد',
  },
  {
    ...{ id: 65, blink_id: null, code: null, branch: '=Tariq\nRoad', branch_address: null },
    ...{ is_live: 1, is_active: 0 },
  },
];

const success = (data: unknown): Answer => ({ body: { msg: 'Success', success: true, error: null, data } });
const notAllowed: Answer = {
  status: 405,
  body: { message: 'The GET method is not supported for this route.' },
};

/** A server that answers with the listing, and the variables with which a command finds it. */
async function serving(answer: (request: Received) => Answer = () => success(listing)) {
  const { url, received } = await loggingServer(answer);
  return { received, env: { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'token' } };
}

const calls = (received: readonly Received[]) => received.map(({ method, path }) => `${method} ${path}`);

describe('blink branches list', () => {
  it('makes the one call it needs, with the token', async () => {
    const { env, received } = await serving();
    expect(await blink('branches list --json', { env })).toMatchObject({ code: 0, err: '' });
    expect(calls(received)).toEqual(['GET /interface/v1/branches']);
    expect(received[0]).toMatchObject({ headers: { authorization: 'Bearer token' }, body: '' });
  });

  it('is what "blink branches" means', async () => {
    const { env } = await serving();
    expect(await blink('branches --active', { env })).toEqual(await blink('branches list --active', { env }));
  });

  it('says the same in every format for machines', async () => {
    const { env } = await serving();
    const json = await blink('branches list --json', { env });
    expect(JSON.parse(json.out)).toEqual(records);
    const ndjson = await blink('branches list --output ndjson', { env });
    expect(
      ndjson.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(records);
    const csv = await blink('branches list --output csv', { env });
    const rows: Record<string, string>[] = parse(csv.out, { columns: true, bom: true });
    const texts = records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([key, value]) => [key, value === null ? '' : String(value)]),
      ),
    );
    expect(rows.map(({ branch, ...row }) => ({ ...row, branch: branch?.replace(/^'=/, '=') }))).toEqual(
      texts,
    );
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...['id', 'blink_id', 'code', 'branch', 'branch_address', 'is_live', 'is_active'],
    ]);
  });

  it('is a table for people: whole in a pipe, cut to the terminal, in line with Urdu', async () => {
    const { env } = await serving();
    const { out } = await blink('branches list', { env });
    expect(out.split('\n').map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
      'ID | Blink ID | Branch | Address | Live | Active',
      `63 | 60001 | Clifton-Block 4 | ${listing[0]?.branch_address} | yes | yes`,
      `64 | کراچی، بلاک ۴ | ${listing[1]?.branch_address} | no | yes`,
      '65 | =Tariq Road | yes | no',
      '',
    ]);
    const { screen } = await terminal('branches list', env).ended;
    const lines = screen.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    const upTo = lines.map((line) => stringWidth(line.replace(/(Active|yes|no)$/, '')));
    expect(new Set(upTo).size).toBe(1);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(screen).toContain('…');
  });

  it('says the same on a terminal and in a pipe', async () => {
    const { env } = await serving();
    const { screen } = await terminal('branches list --json', env).ended;
    expect(JSON.parse(screen)).toEqual(records);
    expect(screen).toContain('\n  {\n    "id": 63,');
  });

  it.each([
    { flags: '', ids: [63, '64', 65] },
    { flags: '--active', ids: [63, '64'] },
    { flags: '--live', ids: [63, 65] },
    { flags: '--active --live', ids: [63] },
  ])('with $flags lists $ids', async ({ flags, ids }) => {
    const { env } = await serving();
    const { out } = await blink(`branches list ${flags} --json`, { env });
    expect(JSON.parse(out).map(({ id }: { id: unknown }) => id)).toEqual(ids);
  });

  it('says in words that there is none, to people', async () => {
    const none = await serving(() => success([]));
    expect(await blink('branches list', { env: none.env })).toMatchObject({
      out: 'Blink lists no branches.\n',
    });
    expect(await blink('branches list --json', { env: none.env })).toMatchObject({ code: 0, out: '[]\n' });
    const dead = await serving(() => success([{ ...listing[2], is_live: 0 }]));
    expect(await blink('branches --live --active', { env: dead.env })).toMatchObject({
      code: 0,
      out: 'No branch is live and active (of 1).\n',
    });
  });

  it('lists those of the simulator', async () => {
    const { code, out } = await blink('branches list --env local --output ndjson');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(12);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual({
      ...{ id: 63, blink_id: 60001, code: null, branch: 'Clifton-Block 4', is_live: 1, is_active: 1 },
      branch_address: '209 Bolvard center, caspian road beside Hollywood Cafe',
    });
  });

  it('needs an environment and a login', async () => {
    expect(await blink('branches list')).toMatchObject({ code: 2, err: expect.stringContaining('--env') });
    expect(await blink('branches list --env sandbox')).toMatchObject({ code: 4 });
  });
});

describe('the method', () => {
  const onlyPost = ({ method }: Received) => (method === 'POST' ? success(listing) : notAllowed);

  it.each([405, 404])('is POST after a %i to GET, and in the next run at once', async (status) => {
    const { env, received } = await serving((request) => ({
      ...onlyPost(request),
      ...(request.method === 'GET' ? { status } : {}),
    }));
    const first = await blink('branches list --json', { env });
    expect(JSON.parse(first.out)).toEqual(records);
    expect(calls(received)).toEqual(['GET /interface/v1/branches', 'POST /interface/v1/branches']);
    received.length = 0;
    expect((await blink('branches list --json', { env })).out).toBe(first.out);
    expect(calls(received)).toEqual(['POST /interface/v1/branches']);
  });

  it('is remembered for each environment by itself, and forgotten when it is wrong', async () => {
    let method = 'POST';
    const { env, received } = await serving((request) =>
      request.method === method ? success(listing) : notAllowed,
    );
    await blink('branches list', { env });
    received.length = 0;
    await blink('branches list --env production', { env });
    expect(calls(received)).toEqual(['GET /interface/v1/branches', 'POST /interface/v1/branches']);
    method = 'GET';
    await blink('branches list', { env });
    received.length = 0;
    await blink('branches list', { env });
    expect(calls(received)).toEqual(['GET /interface/v1/branches']);
  });

  it('need not be remembered: a run without a folder to write to works all the same', async () => {
    const { env, received } = await serving(onlyPost);
    const readOnly = { ...env, BLINK_CONFIG_DIR: '/dev/null/config' };
    expect(await blink('branches list --json', { env: readOnly })).toMatchObject({ code: 0 });
    expect(calls(received)).toHaveLength(2);
  });
});

describe("the operator's own codes", () => {
  it('are shown where there are some, by either id', async () => {
    const { env } = await serving();
    await blink('branches map set KHI-01 60001', { env });
    await blink('branches map set KHI-02 64', { env });
    const { out } = await blink('branches list --json', { env });
    expect(JSON.parse(out).map(({ code }: { code: unknown }) => code)).toEqual(['KHI-01', 'KHI-02', null]);
    expect((await blink('branches list', { env })).out).toMatch(/^ID +Blink ID +Code +Branch/);
    expect(JSON.parse((await blink('branches list --json --profile other', { env })).out)).toEqual(records);
  });

  it('are warned about when Blink does not list their branch, also when that is filtered out', async () => {
    const { env } = await serving();
    await blink('branches map set OLD 999', { env });
    await blink('branches map set SHUT 65', { env });
    const { code, out, err } = await blink('branches list --active --json', { env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(err).toBe(
      'Warning: your code OLD stands for branch 999, which Blink does not list.\n' +
        '  Mend it with: blink branches map set OLD ID\n',
    );
  });

  it('are warned about when two stand for one branch', async () => {
    const { env } = await serving();
    await blink('branches map set A 63', { env });
    await blink('branches map set B 60001', { env });
    const { out, err } = await blink('branches list --json', { env });
    expect(err).toBe('Warning: A and B both stand for Clifton-Block 4.\n');
    expect(JSON.parse(out)[0].code).toBe('A, B');
  });

  it('and what Blink sends do not reach a terminal as commands', async () => {
    const { env } = await serving(() => success([{ ...listing[0], branch: 'a\u001b[2Jb\u202e' }]));
    for (const [code, id] of Object.entries({ A: '63', B: '60001' })) {
      await blink(`branches map set ${code} ${id}`, { env });
    }
    const { screen } = await terminal('branches list', env).ended;
    expect(screen).toContain('A and B both stand for ab.');
    expect(screen).toMatch(/A, B +ab/);
    expect(screen).not.toMatch(/\u001b\[2J|\u202e/);
    const { out } = await blink('branches list --json', { env });
    expect(JSON.parse(out)[0].branch).toBe('a\u001b[2Jb\u202e');
  });

  it('are kept in config.json beside the account', async () => {
    const env = home();
    await blink('branches map set KHI-01 63 --env local', { env });
    const text = readFileSync(join(env.BLINK_CONFIG_DIR ?? '', 'config.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({
      profiles: { default: { accounts: {}, branches: { local: { 'KHI-01': '63' } } } },
    });
  });
});
