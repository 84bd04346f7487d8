import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { keys, terminal } from '../../typed.ts';

const names = [
  'name,code',
  'Clifton Block 4,KHI-01',
  'gulshan iqbal,KHI-04',
  'Gulberg II,LHE-01',
  'Markaz,ISB-01',
  'johar town,LHE-02',
].join('\n');

/** A home with the file of names in it, and the codes that are mapped before. */
async function start(before: Record<string, string> = {}) {
  const env = home();
  const file = join(env.HOME ?? '', 'names.csv');
  writeFileSync(file, names);
  for (const [code, id] of Object.entries(before))
    await blink(`branches map set ${code} ${id} --env local`, { env });
  return { env, file };
}

async function stored(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const { out } = await blink('branches map list --env local --json', { env });
  return Object.fromEntries(JSON.parse(out).map(({ code, id }: Record<string, string>) => [code, id]));
}

describe('blink branches map match', () => {
  it('with --yes stores what has the same name, and ends with 3 for the rest', async () => {
    const { env, file } = await start();
    const { code, out, err } = await blink(`branches map match ${file} --env local --yes --json`, { env });
    expect(code).toBe(3);
    const none = { branch: null, note: null, id: null, stored: false };
    expect(JSON.parse(out)).toEqual([
      {
        ...{ code: 'KHI-01', name: 'Clifton Block 4', match: 'same', id: '63', branch: 'Clifton-Block 4' },
        ...{ note: null, stored: true },
      },
      {
        ...{ code: 'KHI-04', name: 'gulshan iqbal', match: 'similar', id: '66', branch: 'Gulshan-e-Iqbal' },
        ...{ note: null, stored: false },
      },
      { ...none, code: 'LHE-01', name: 'Gulberg II', match: 'none' },
      {
        ...{ ...none, code: 'ISB-01', name: 'Markaz', match: 'ambiguous' },
        note: 'could be F-7 Markaz (72), I-8 Markaz (73)',
      },
      {
        ...{ code: 'LHE-02', name: 'johar town', match: 'same', id: '70', branch: 'Johar Town' },
        ...{ note: null, stored: true },
      },
    ]);
    expect(JSON.parse(err).error).toMatchObject({
      ...{ code: 'partly_done', message: '3 of 5 codes were not stored.' },
      details: [{ field: 'KHI-04' }, { field: 'LHE-01' }, { field: 'ISB-01' }],
    });
    expect(await stored(env)).toEqual({ 'KHI-01': '63', 'LHE-02': '70' });
  });

  it("stores Blink's other id when told", async () => {
    const { env, file } = await start();
    await blink(`branches map match ${file} --env local --yes --id-from blink_id`, { env });
    expect(await stored(env)).toEqual({ 'KHI-01': '60001', 'LHE-02': '60008' });
  });

  it('leaves codes and branches alone that are mapped already', async () => {
    const { env, file } = await start({ 'KHI-01': '99', other: '60008' });
    const { code, err } = await blink(`branches map match ${file} --env local --yes`, { env });
    expect(code).toBe(1);
    expect(err).toContain('Johar Town (70) has another code');
    expect(err).toMatch(/KHI-01 +Clifton Block 4 +has an id +99\n/);
    expect(await stored(env)).toEqual({ 'KHI-01': '99', other: '60008' });
  });

  it('ends with 0 when every code has an id', async () => {
    const env = home();
    const input = 'code,name\nA,Tariq Road\n';
    const line = 'branches map match - --env local --yes';
    expect(await blink(line, { env, input })).toMatchObject({
      code: 0,
      out: 'Stored 1 code for local (profile default).\n',
    });
    expect(await blink(line, { env, input })).toMatchObject({
      code: 0,
      out: 'Nothing to do: every code has an id already.\n',
      err: expect.stringMatching(/A +Tariq Road +has an id +67 +Tariq Road/),
    });
  });

  it('asks nothing without a terminal: it shows what it found and names --yes', async () => {
    const { env, file } = await start();
    const { code, out, err } = await blink(`branches map match ${file} --env local`, { env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/KHI-01 +Clifton Block 4 +same name +63 +Clifton-Block 4/);
    expect(err).toContain('--yes');
    expect(await stored(env)).toEqual({});
  });

  it('with --dry-run shows what it found and stores nothing', async () => {
    const { env, file } = await start();
    const { code, out } = await blink(`branches map match ${file} --env local --dry-run --output csv`, {
      env,
    });
    expect(code).toBe(0);
    expect(out).toContain('KHI-04,gulshan iqbal,similar,66,Gulshan-e-Iqbal,\n');
    expect(await stored(env)).toEqual({});
  });

  it('on a terminal stores what a person says is right, similar names too', async () => {
    const { env, file } = await start();
    const session = terminal(`branches map match ${file} --env local`, env);
    await session.shows('similar');
    await session.shows('Store 3 codes for local (profile default)?');
    session.type(`y${keys.enter}`);
    const { code, screen } = await session.ended;
    expect(code).toBe(3);
    expect(screen).toContain('Stored 3 codes for local (profile default).');
    expect(await stored(env)).toEqual({ 'KHI-01': '63', 'KHI-04': '66', 'LHE-02': '70' });
  });

  it('takes no for an answer, which is the default where a name is only similar', async () => {
    const { env, file } = await start();
    const session = terminal(`branches map match ${file} --env local`, env);
    await session.shows('Store 3 codes');
    session.type(keys.enter);
    expect(await session.ended).toMatchObject({
      code: 130,
      screen: expect.stringContaining('Nothing was stored.'),
    });
    expect(await stored(env)).toEqual({});
  });

  it('needs codes and names, each code once', async () => {
    const input = 'code,name\nA,Clifton\nA,Saddar\nB,\n';
    const { code, err } = await blink('branches map match - --env local --json', { input });
    expect(code).toBe(2);
    const { details } = JSON.parse(err).error;
    expect(details.map(({ row, column }: Record<string, unknown>) => [row, column])).toEqual([
      [3, 'A'],
      [4, 'B'],
    ]);
  });
});
