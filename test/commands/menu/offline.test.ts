import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { terminal } from '../../typed.ts';

const json = readFileSync('fixtures/menu.json', 'utf8');
const starter =
  'product_id,sku,name,is_active,price,category_id,category_name\ntea,TEA,Doodh Patti,yes,120,hot,Hot drinks\n';

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
    expect(lines[0]).toBe('\ufeffseverity,file,sheet,row,line,column,field,value,problem,hint');
    expect(lines).toHaveLength(1 + 33);
  });

  it('shows the sheet as a page, its wrong cells in red', async () => {
    const env = home();
    const page = join(env.HOME ?? '', 'problems.html');
    const { code, out, err } = await blink(['menu', 'validate', 'fixtures/menu-broken.csv', '--html', page], {
      env,
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`Wrote ${page}.`);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('<th scope="row" class="bad">24</th>');
    expect(text).toContain('<td class="bad" dir="auto">#REF!</td>');
    expect(text).toContain('<small>I</small> price</th>');
    // Every problem is there: one for each row of the report.
    expect(text.match(/<p class="(bad|caution)">/g)).toHaveLength(33);
  });

  it.each([
    ['of a sheet without its columns', 'product_id,sku,name\n', 'are missing', 2],
    ['of a sheet that breaks off', `${starter}roll,"ROL`, 'never closed', 2],
    ['of JSON', '{"products":[{"id":"tea"}]}', 'products[0].sku', 2],
    ['of what is no menu at all', 'Dear customer', 'no header found', 2],
    ['of a menu without a problem', starter, 'Nothing is wrong in it.', 0],
  ])('makes a page %s', async (_, input, said, exit) => {
    const env = home();
    const page = join(env.HOME ?? '', 'problems.html');
    const { code } = await blink(['menu', 'validate', '-', '--html', page], { env, input });
    expect(code).toBe(exit);
    expect(readFileSync(page, 'utf8')).toContain(said);
  });

  it.each(['validate @ --html', 'validate @ --report', 'preview @ --out', 'audit @ --write-baseline'])(
    'menu %s: nothing is written over the menu that is read',
    async (line) => {
      const env = home();
      const menu = join(env.HOME ?? '', 'menu.csv');
      copyFileSync('fixtures/menu.csv', menu);
      symlinkSync(menu, `${menu}.link`);
      for (const path of [menu, `${menu}.link`]) {
        const { code, err } = await blink([...`menu ${line.replace('@', menu)}`.split(' '), path], { env });
        expect([code, err]).toEqual([
          2,
          `Error: ${path} is the file that is read: it would be written over.\n  Give the new file another name.\n`,
        ]);
      }
      expect(readFileSync(menu)).toEqual(readFileSync('fixtures/menu.csv'));
    },
  );

  it('says where a page cannot be written', async () => {
    expect(await blink('menu validate fixtures/menu.csv --html package.json/page.html')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Cannot write package.json/page.html: there is no folder package.json.'),
    });
  });

  it('explains a file that is not there, a folder, and nothing at all', async () => {
    expect(await blink('menu validate nowhere.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Cannot read nowhere.csv: there is no such file.'),
    });
    expect(await blink('menu validate src')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There are no CSV or Excel files in src.'),
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

  /** A menu that changes one of everything in the fixture. */
  async function nextMenu(env: NodeJS.ProcessEnv): Promise<string> {
    const { products } = JSON.parse(json);
    const [leg, breast, boti, ...others] = products;
    const [, , third] = leg.branches;
    leg.price = 540;
    leg.branches = [third, leg.branches[0]];
    breast.name = 'Tikka *Breast*';
    boti.deleted_at = '2026-11-24';
    const roll = { ...others[0], id: 'rol-99', sku: 'ROL-99', name: 'Zinger Roll زنگر', price: 450 };
    const file = join(env.HOME ?? '', 'next.json');
    await writeFile(file, JSON.stringify({ products: [leg, breast, boti, ...others.slice(1), roll] }));
    return file;
  }

  it('shows prices first, new dishes with theirs, and a branch that is gone in one line', async () => {
    const env = home();
    const file = await nextMenu(env);
    const { code, out } = await blink(`menu diff ${file} fixtures/menu.json`, { env });
    expect(code).toBe(0);
    expect(out).toBe(`${file}: 1 new, 3 changed, 2 gone, 56 unchanged

Prices
~ Chicken Tikka Leg چکن تکہ (bbq-01) 520 → 540 (+3.8 %)
    branch 65 (490) keeps its own price

New
+ Zinger Roll زنگر (rol-99) price 450

Gone
- Beef Seekh Kabab سیخ کباب (bbq-04)

Marked as deleted
- Malai Boti ملائی بوٹی (bbq-03)

Other changes
~ Chicken Tikka Leg چکن تکہ (bbq-01)
    branch 64 is gone (price 560)
~ Tikka *Breast* (bbq-02)
    name: Chicken Tikka Breast → Tikka *Breast*
`);
  });

  it('colours what it shows where colours are seen', async () => {
    const env = { ...home(), FORCE_COLOR: '1' };
    const { out } = await blink(`menu diff ${await nextMenu(env)} fixtures/menu.json`, { env });
    expect(out).toContain('\u001b[32m+ Zinger Roll زنگر\u001b[39m');
    expect(out).toContain('\u001b[31m- Beef Seekh Kabab سیخ کباب\u001b[39m');
  });

  it('breaks lines between words on a narrow terminal, and no amount in two', async () => {
    const env = home();
    const line = ['menu', 'diff', await nextMenu(env), 'fixtures/menu.json'];
    const { screen } = await terminal(line, env, { columns: 40 }).ended;
    expect(screen).toContain('~ Chicken Tikka Leg چکن تکہ (bbq-01)\n  520 → 540 (+3.8 %)\n    branch 65');
  });

  it('is Markdown for a chat, in which a name stays as it is', async () => {
    const env = home();
    const { out } = await blink(`menu diff ${await nextMenu(env)} fixtures/menu.json --markdown`, { env });
    expect(out).toContain(`**Prices**

- **Chicken Tikka Leg چکن تکہ** (bbq-01): 520 → 540 (+3.8 %)
  - branch 65 (490) keeps its own price

**New**

- **Zinger Roll زنگر** (rol-99): price 450
`);
    expect(out).toContain('(bbq-02): name: Chicken Tikka Breast → Tikka \\*Breast\\*\n');
    expect(await blink('menu diff fixtures/menu.csv fixtures/menu.csv --markdown --json')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--markdown is a format of its own'),
    });
  });

  it('is a change a line as CSV, and every field in JSON', async () => {
    const env = home();
    const file = await nextMenu(env);
    const { out } = await blink(`menu diff ${file} fixtures/menu.json --output csv`, { env });
    expect(out.trimEnd().split('\n').slice(1)).toEqual([
      'changed,bbq-01,Chicken Tikka Leg چکن تکہ,price,520,540,3.8',
      'gone,bbq-04,Beef Seekh Kabab سیخ کباب,,,,',
      'deleted,bbq-03,Malai Boti ملائی بوٹی,,,,',
      'changed,bbq-01,Chicken Tikka Leg چکن تکہ,branches[64],price 560,,',
      'changed,bbq-02,Tikka *Breast*,name,Chicken Tikka Breast,Tikka *Breast*,',
      'changed,bbq-03,Malai Boti ملائی بوٹی,deleted_at,,2026-11-24,',
      'new,rol-99,Zinger Roll زنگر,price,,450,',
    ]);
    const { out: data } = await blink(`menu diff ${file} fixtures/menu.json --json`, { env });
    expect(JSON.parse(data)).toMatchObject({
      added: [{ id: 'rol-99', name: 'Zinger Roll زنگر', price: 450 }],
      changed: [{ id: 'bbq-01', keepPrice: [{ branch: '65', price: 490 }] }, {}, {}],
    });
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
