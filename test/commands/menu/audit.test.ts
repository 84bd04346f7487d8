import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';

const csv = readFileSync('fixtures/menu.csv', 'utf8');
/** The fixture with a kabab for nothing, and a karahi typed once more. */
const slips = `${csv.replace('true,890,', 'true,0,')}krh-99,KRH-99,Chiken Karahi چکن کڑاہی,Typed twice.,,,https://images.example.com/krh-99.jpg,true,1450,false,,karahi-handi,Karahi & Handi,2,https://images.example.com/categories/karahi-handi.jpg\n`;

function fileWith(text: string) {
  const env = home();
  const folder = env.HOME ?? '';
  const path = join(folder, 'menu.csv');
  writeFileSync(path, text);
  return { env, path, baseline: join(folder, 'audit.json') };
}

it('tells by rule, worst first, where in the file it is', async () => {
  const { env, path } = fileWith(slips);
  const { code, out, err } = await blink(['menu', 'audit', path, '--min-severity', 'medium'], { env });
  expect({ code, err, out: out.replace(path, 'menu.csv') }).toEqual({
    code: 0,
    err: '',
    out: `menu.csv: 94 of 100, 2 findings (1 high, 1 medium).

high  Costs nothing (price-zero, 1)
  Customers get it for nothing, and the order cannot be taken back.
  row 25, column I "price": "Beef Seekh Kabab سیخ کباب" costs nothing.

medium  Nearly the same name (near-twin, 1)
  A dish that was typed twice is sold at two prices, and only one of them gets corrected.
  row 183 (line 185), column C "name": "Chiken Karahi چکن کڑاہی" is nearly "Chicken Karahi چکن کڑاہی" (krh-01).
`,
  });
});

it('gives scripts the score, the counts and every finding', async () => {
  const { out } = await blink('menu audit - --json --rule price-zero --rule near-twin', { input: slips });
  expect(JSON.parse(out)).toMatchObject({
    file: 'standard input',
    score: 94,
    counts: { high: 1, medium: 1, low: 0 },
    known: 0,
    findings: [
      {
        rule: 'price-zero',
        severity: 'high',
        product: 'bbq-04',
        row: 25,
        column: 'I',
        field: 'price',
        value: 0,
      },
      { rule: 'near-twin', severity: 'medium', product: 'krh-99' },
    ],
  });
  const table = await blink('menu audit - --output csv --rule price-zero', { input: slips });
  expect(table.out.trimEnd().split('\n')[1]).toBe(
    'price-zero,high,bbq-04,Beef Seekh Kabab سیخ کباب,"""Beef Seekh Kabab سیخ کباب"" costs nothing.",25,25,I,price,0',
  );
});

it('shows only what has come since a baseline, wherever rows have moved', async () => {
  const { env, path, baseline } = fileWith(slips);
  const written = await blink(['menu', 'audit', path, '--write-baseline', baseline], { env });
  expect(written).toMatchObject({ code: 0, err: `26 findings written to ${baseline}.\n` });

  const [header = '', ...rows] = slips.split('\n');
  writeFileSync(path, [header, rows.at(-2), ...rows.slice(0, -2), ''].join('\n'));
  const same = await blink(['menu', 'audit', path, '--baseline', baseline, '--fail-on', 'medium'], { env });
  expect(same).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing found, and 26 that the baseline knows.'),
  });
});

it('finds a price that has changed since again', async () => {
  const { env, path, baseline } = fileWith(csv.replace('64,true,560', '64,true,5600'));
  await blink(['menu', 'audit', path, '--write-baseline', baseline], { env });
  writeFileSync(path, csv.replace('64,true,560', '64,true,56'));
  const { out } = await blink(['menu', 'audit', path, '--baseline', baseline, '--json'], { env });
  expect(JSON.parse(out).findings).toMatchObject([{ rule: 'branch-price-far', value: 56 }]);
});

it('ends with 1 where --fail-on says so', async () => {
  const fails = async (severity: string, input: string) =>
    (await blink(`menu audit - --fail-on ${severity}`, { input })).code;
  expect([await fails('high', slips), await fails('high', csv), await fails('low', csv)]).toEqual([1, 0, 1]);
});

it('refuses a file with errors, a rule that is none, and a baseline that is none', async () => {
  expect(await blink('menu audit fixtures/menu-broken.csv')).toMatchObject({ code: 2, out: '' });
  expect(await blink('menu audit fixtures/menu.csv --rule price')).toMatchObject({
    code: 2,
    err: expect.stringContaining('The rules are price-zero, '),
  });
  expect(await blink('menu audit fixtures/menu.csv --baseline fixtures/menu.json')).toMatchObject({
    code: 2,
    err: expect.stringContaining('fixtures/menu.json is no baseline'),
  });
  expect(await blink('menu audit fixtures/menu.csv --baseline nowhere.json')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Cannot read the baseline nowhere.json'),
  });
});
