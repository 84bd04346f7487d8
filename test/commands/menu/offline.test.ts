import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';

const json = readFileSync('fixtures/menu.json', 'utf8');

describe('menu validate', () => {
  it('says that a good file is right', async () => {
    const { code, out, err } = await blink('menu validate fixtures/menu.csv');
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'fixtures/menu.csv is right: 60 products in 8 categories, 3 branches, 12 modifiers.\n',
      err: '',
    });
  });

  it('lists all problems of a bad one, and writes them to a file', async () => {
    const env = home();
    const report = join(env.HOME ?? '', 'problems.csv');
    const { code, err } = await blink(['menu', 'validate', 'fixtures/menu-broken.csv', '--report', report], {
      env,
    });
    expect(code).toBe(2);
    expect(err).toContain('row 24, column I "price": got "#REF!"');
    const lines = readFileSync(report, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe('\ufeffseverity,file,row,line,column,field,value,problem,hint');
    expect(lines).toHaveLength(1 + 33);
  });

  it('explains a file that is not there, a folder, and nothing at all', async () => {
    expect(await blink('menu validate nowhere.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Cannot read nowhere.csv: there is no such file.'),
    });
    expect(await blink('menu validate src')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There are no CSV files in src.'),
    });
    expect(await blink('menu validate -', { input: '' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no products'),
    });
    expect(await blink('menu validate')).toMatchObject({
      code: 2,
      err: expect.stringContaining("Missing required argument 'file'"),
    });
  });
});

describe('menu convert', () => {
  it('goes from CSV to JSON and back without loss', async () => {
    const toJson = await blink('menu convert fixtures/menu.csv --to json');
    expect(JSON.parse(toJson.out)).toEqual(JSON.parse(json));
    const toCsv = await blink('menu convert - --to csv', { input: toJson.out });
    expect(toCsv.code).toBe(0);
    const back = await blink('menu convert - --to json', { input: toCsv.out });
    expect(back.out).toBe(toJson.out);
  });

  it('writes CSV that Excel opens: UTF-8 with its mark, and no formula', async () => {
    const menu = JSON.parse(json);
    menu.products = [{ ...menu.products[0], name: '=1+1', description: '-5' }];
    const { out } = await blink('menu convert - --to csv', { input: JSON.stringify(menu) });
    expect(out.startsWith('\ufeffproduct_id,')).toBe(true);
    expect(out).toContain(",'=1+1,-5,");
    const back = await blink('menu convert - --to json', { input: out });
    expect(JSON.parse(back.out).products[0]).toMatchObject({ name: '=1+1', description: '-5' });
  });

  it('refuses what CSV cannot hold', async () => {
    const menu = JSON.parse(json);
    menu.products[3].colour = 'red';
    const { code, out, err } = await blink('menu convert - --to csv', { input: JSON.stringify(menu) });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('products[3].colour: this field has no column in CSV and would be lost.');
  });
});

describe('menu template', () => {
  it('is a menu that is right, in both formats', async () => {
    for (const format of ['csv', 'json']) {
      const { out } = await blink(`menu template --format ${format}`);
      expect(await blink('menu validate -', { input: out })).toMatchObject({ code: 0 });
    }
  });
});

describe('menu diff', () => {
  it('compares two files', async () => {
    const env = home();
    const file = join(env.HOME ?? '', 'next.json');
    await writeFile(file, json.replace('"price": 520', '"price": 540'));
    const { out } = await blink(`menu diff ${file} fixtures/menu.csv --output csv`, { env });
    expect(out).toContain('changed,bbq-01,Chicken Tikka Leg چکن تکہ,price,520,540,3.8');
    const same = await blink('menu diff fixtures/menu.json fixtures/menu.csv', { env });
    expect(same).toMatchObject({ code: 0, out: 'Nothing changes.\n' });
  });

  it('compares with the last import, and says when there was none', async () => {
    const env = home();
    expect(await blink('menu diff fixtures/menu.csv --env local', { env })).toMatchObject({ code: 2 });
    await blink('menu import fixtures/menu.csv --env local', { env });
    expect(await blink('menu diff fixtures/menu.csv --env local', { env })).toMatchObject({
      out: 'Nothing changes.\n',
    });
  });
});
