import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';

/** The codes as a script reads them. */
async function codes(env: NodeJS.ProcessEnv, flags = '--env local'): Promise<unknown> {
  const { out } = await blink(`branches map list --json ${flags}`, { env });
  return JSON.parse(out);
}

async function withCodes(entries: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  const env = home();
  const input = ['code,id', ...Object.entries(entries).map((pair) => pair.join(','))].join('\n');
  expect(await blink('branches map import - --env local', { env, input })).toMatchObject({ code: 0 });
  return env;
}

describe('blink branches map', () => {
  it('sets, lists and removes codes', async () => {
    const env = home();
    expect(await blink('branches map set KHI-10 70 --env local', { env })).toMatchObject({
      code: 0,
      out: 'KHI-10 is now branch 70 in local (profile default).\n',
    });
    expect(JSON.parse((await blink('branches map set KHI-2 64 --env local --json', { env })).out)).toEqual({
      ...{ profile: 'default', environment: 'local', code: 'KHI-2', id: '64' },
    });
    expect(await codes(env)).toEqual([
      { code: 'KHI-2', id: '64' },
      { code: 'KHI-10', id: '70' },
    ]);
    await blink('branches map set KHI-2 65 --env local', { env });
    expect(await blink('branches map remove KHI-10 --env local', { env })).toMatchObject({
      code: 0,
      out: 'KHI-10 is no branch code any more (local, profile default).\n',
    });
    expect(await codes(env)).toEqual([{ code: 'KHI-2', id: '65' }]);
  });

  it('lists when no verb is given, the same in every format', async () => {
    const env = await withCodes({ 'KHI-01': '0063', کراچی: '64' });
    const records = [
      { code: 'KHI-01', id: '0063' },
      { code: 'کراچی', id: '64' },
    ];
    expect((await blink('branches map --env local', { env })).out).toBe(
      'Code    ID\nKHI-01  0063\nکراچی   64\n',
    );
    expect(await codes(env)).toEqual(records);
    const ndjson = await blink('branches map --env local --output ndjson', { env });
    expect(ndjson.out).toBe(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const csv = await blink('branches map list --env local --output csv', { env });
    expect(parse(csv.out, { columns: true, bom: true })).toEqual(records);
  });

  it('says in words that there are none, to people', async () => {
    expect(await blink('branches map --env local')).toMatchObject({
      code: 0,
      out: 'There are no branch codes for local (profile default).\n',
      err: expect.stringContaining('blink branches map set CODE ID'),
    });
    expect(await blink('branches map --env local --json')).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  it('keeps the codes of each profile and environment by themselves', async () => {
    const env = await withCodes({ A: '63' });
    await blink('branches map set A 99 --env sandbox', { env });
    await blink('branches map set A 1 --env local --profile other', { env });
    expect(await codes(env)).toEqual([{ code: 'A', id: '63' }]);
    expect(await codes(env, '--env sandbox')).toEqual([{ code: 'A', id: '99' }]);
    expect(await codes(env, '--env local --profile other')).toEqual([{ code: 'A', id: '1' }]);
  });

  it('outlives a login and a logout', async () => {
    const env = await withCodes({ A: '63' });
    await blink('login --env local --username demo --password-stdin', { env, input: 'demo' });
    await blink('logout --all', { env });
    expect(await codes(env)).toEqual([{ code: 'A', id: '63' }]);
  });

  it('needs an environment, but neither login nor network', async () => {
    expect(await blink('branches map')).toMatchObject({ code: 2, err: expect.stringContaining('--env') });
    const env = { ...home(), BLINK_API_URL: 'http://127.0.0.1:1' };
    expect(await blink('branches map set A 63 --env production', { env })).toMatchObject({ code: 0 });
  });

  it('refuses what cannot be a code, and a second code for a branch', async () => {
    const env = await withCodes({ A: '63' });
    expect(await blink(['branches', 'map', 'set', 'a\nb', '1', '--env', 'local'], { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining("can't be the code of a branch"),
    });
    expect(await blink('branches map set B 63 --env local', { env })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/two codes: A and B.*blink branches map remove A/s),
    });
    expect(await codes(env)).toEqual([{ code: 'A', id: '63' }]);
  });

  it('removes all codes that are named, or none of them', async () => {
    const env = await withCodes({ 'KHI-01': '63', 'KHI-02': '64', 'KHI-03': '65' });
    const wrong = await blink('branches map remove KHI-01 KHI-04 --env local', { env });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean') });
    expect(await codes(env)).toHaveLength(3);
    const { out } = await blink('branches map remove KHI-01 KHI-02 --env local --json', { env });
    expect(JSON.parse(out)).toEqual({
      ...{ profile: 'default', environment: 'local', removed: ['KHI-01', 'KHI-02'] },
    });
    expect(await codes(env)).toEqual([{ code: 'KHI-03', id: '65' }]);
  });
});

describe('blink branches map import', () => {
  it('takes the columns in any order, with whatever parts them, and says what changed', async () => {
    const env = await withCodes({ A: '1', B: '2', C: '3' });
    const input = '\ufeffID;Code\r\n2;B\r\n33;C\r\n4;D\r\n\r\n007;E\r\n';
    expect(await blink('branches map import - --env local', { env, input })).toMatchObject({
      code: 0,
      out: 'Took 4 codes for local (profile default): 2 added, 1 changed, 1 unchanged.\n',
    });
    expect(await codes(env)).toEqual([
      { code: 'A', id: '1' },
      { code: 'B', id: '2' },
      { code: 'C', id: '33' },
      { code: 'D', id: '4' },
      { code: 'E', id: '007' },
    ]);
    const again = await blink('branches map import - --env local --json', { env, input });
    expect(JSON.parse(again.out)).toEqual({
      ...{ profile: 'default', environment: 'local', added: 0, changed: 0, unchanged: 4, removed: 0 },
    });
  });

  it('with --replace forgets the codes that are not in the file', async () => {
    const env = await withCodes({ A: '1', B: '2' });
    const input = 'code,id\nB,1\n';
    const { out } = await blink('branches map import - --replace --env local', { env, input });
    expect(out).toContain(': 1 changed, 1 removed.');
    expect(await codes(env)).toEqual([{ code: 'B', id: '1' }]);
  });

  it('takes the CSV of "branches list" with its column code filled in', async () => {
    const env = home();
    const { out } = await blink('branches list --env local --output csv', { env });
    const [header = '', ...rows] = out.trimEnd().split('\n');
    const filled = rows.map((row, i) => row.replace(/^(\d+,\d+),/, `$1,KHI-${i + 1}`));
    const file = join(env.HOME ?? '', 'branches.csv');
    writeFileSync(file, [header, ...filled].join('\n'));
    expect(await blink(`branches map import ${file} --env local`, { env })).toMatchObject({
      code: 0,
      err: '',
    });
    const { out: listed } = await blink('branches list --env local --output csv', { env });
    expect(listed.trimEnd().split('\n').slice(1)).toEqual(filled);
  });

  it('names every problem with row, column and value, and stores nothing', async () => {
    const env = await withCodes({ OLD: '70' });
    const input = [
      'Branch codes of our shops,,',
      'code,branch,id',
      'A,Clifton,63',
      ',Nameless,64',
      '1.23E+15,Saddar,65',
      'A,Clifton again,66',
      'B,DHA,63',
      'constructor,Malir,68',
      'C,Johar,',
      'NEW,Gulberg,70',
    ].join('\n');
    const { code, out, err } = await blink('branches map import - --env local --json', { env, input });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const { error } = JSON.parse(err);
    expect(error.message).toBe('8 problems in standard input. Nothing was stored.');
    const places = error.details.map(({ row, column, field, value }: Record<string, unknown>) =>
      [row, column, field, value].join(' '),
    );
    expect(places).toEqual([
      '3 C id 63',
      '4 A code ',
      '5 A code 1.23E+15',
      '6 A code A',
      '7 C id 63',
      '8 A code constructor',
      '9 C id ',
      '10 C id 70',
    ]);
    expect(await codes(env)).toEqual([{ code: 'OLD', id: '70' }]);
  });

  it.each([
    { what: 'a header that is misspelt', input: 'cod,id\nA,63\n', says: 'did you mean "code"?' },
    { what: 'a missing column', input: 'code,name\nA,Clifton\n', says: '"id" is missing' },
    { what: 'no header at all', input: 'A,63\n', says: 'no header found' },
    { what: 'no codes', input: 'code,id\n', says: 'has no codes' },
    { what: 'nothing', input: '', says: 'has no codes' },
    {
      what: 'bytes that are no UTF-8',
      input: Buffer.from('code,id\nK\xe4,63\n', 'latin1'),
      says: '--encoding',
    },
  ])('refuses $what', async ({ input, says }) => {
    const env = home();
    const { code, err } = await blink('branches map import - --env local', { env, input });
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(existsSync(join(env.BLINK_CONFIG_DIR ?? '', 'config.json'))).toBe(false);
  });

  it('reads another encoding when told', async () => {
    const env = home();
    const input = Buffer.from('code,id\nCaf\xe9,63\n', 'latin1');
    await blink('branches map import - --env local --encoding windows-1252', { env, input });
    expect(await codes(env)).toEqual([{ code: 'Café', id: '63' }]);
  });

  it('fails for a file that is not there', async () => {
    expect(await blink('branches map import nowhere.csv --env local')).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere.csv: there is no such file'),
    });
  });

  it('loses no change of another run', async () => {
    const env = home();
    const letters = ['A', 'B', 'C', 'D'];
    await Promise.all(letters.map((code, i) => blink(`branches map set ${code} ${i} --env local`, { env })));
    expect(await codes(env)).toHaveLength(4);
    const text = readFileSync(join(env.BLINK_CONFIG_DIR ?? '', 'config.json'), 'utf8');
    expect(Object.keys(JSON.parse(text).profiles.default.branches.local).sort()).toEqual(letters);
  });
});
