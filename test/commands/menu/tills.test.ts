import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { blink } from '../../front-door.ts';

const loyverse = 'fixtures/tills/loyverse.csv';
const decided = '--variants products --skip-variable --category Menu --default uom=kg';
const modifiers = '--modifiers fixtures/tills/loyverse-modifiers.csv';

describe("a till's export", () => {
  it('is named, and a menu at once when all is decided', async () => {
    const { code, out, err } = await blink(`menu validate ${loyverse} ${decided} ${modifiers}`);
    expect(err).toContain(`${loyverse}: this is a Loyverse export.\n`);
    expect(out).toBe(`${loyverse} is right: 7 products in 6 categories, 2 modifiers.\n`);
    expect(code).toBe(0);
  });

  it('is named for scripts in what they read, and nowhere else', async () => {
    const { out, err } = await blink(`menu validate ${loyverse} ${decided} ${modifiers} --json`);
    expect(JSON.parse(out)).toMatchObject({ till: 'Loyverse', products: 7 });
    expect(err).not.toContain('this is a');
  });

  it('goes from decisions to an import and to stock', async () => {
    const flags = `${decided} --env local`;
    const env = { BLINK_CONFIG_DIR: folder, BLINK_STATE_DIR: folder, HOME: folder };
    const imported = await blink(`menu import ${loyverse} ${flags} ${modifiers} --yes`, { env });
    expect([imported.code, imported.out]).toEqual([0, expect.stringContaining('Imported 7 products')]);
    const stock = `stock sync ${loyverse} ${flags} --no-discounts --negative-stock zero --branch 63 --json`;
    const synced = await blink(stock, { env });
    expect([synced.code, JSON.parse(synced.out).done]).toEqual([0, 7]);
  });

  it('takes prices for its stock from a menu of another format', async () => {
    const menu = join(folder, 'menu.csv');
    const row = '10007,BOX,Takeaway Box,yes,25,pack,Packaging';
    writeFileSync(menu, `product_id,sku,name,is_active,price,category_id,category_name\n${row}\n`);
    const flags =
      '--format loyverse --variants products --negative-stock zero --no-discounts --env local --dry-run --json';
    const { code, out } = await blink(`stock sync ${loyverse} --prices-from ${menu} ${flags}`);
    expect(code).toBe(0);
    const [{ body }] = JSON.parse(out).requests;
    expect(body.products).toContainEqual({
      ...{ id: '10007', price: 25, discount_price: 0 },
      branches: [{ id: 'Clifton', is_active: false, stock_quantity: 900 }],
    });
    expect(body.products).toHaveLength(8);
  });

  it('asks for nothing that a flag which is given decides', async () => {
    const { code, err } = await blink(`menu validate ${loyverse} --format loyverse ${modifiers}`);
    expect(code).toBe(2);
    for (const flag of ['--variants', '--skip-variable', '--category', '--default uom=kg'])
      expect(err).toContain(flag);
    for (const flag of ['--modifiers FILE', '--id-from', '--sku-from']) expect(err).not.toContain(flag);
  });

  it.each([
    ['a file that is another one', `${loyverse} --format foodics`, 'is the header of a Foodics export'],
    ['a format that is not known', `${loyverse} --format lightspeed`, 'Allowed choices are own, foodics'],
  ])('%s is refused', async (_, line, why) => {
    const { code, err } = await blink(`menu validate ${line}`);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blink-tills-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe('modifiers that an export only names', () => {
  const copy = () => {
    cpSync(loyverse, join(folder, 'export_items.csv'));
    return { file: join(folder, 'export_items.csv'), stub: join(folder, 'export_items.modifiers.csv') };
  };

  it('are written to a file beside it, which does it when it is filled in', async () => {
    const { file, stub } = copy();
    const { code, err } = await blink(`menu validate ${file} ${decided}`);
    expect(code).toBe(2);
    expect(err).toContain(`${stub} was written, with the name of each modifier`);
    const [header = '', ...rows] = readFileSync(stub, 'utf8').replace('\ufeff', '').trimEnd().split(/\r?\n/);
    expect(rows).toEqual(['Sauces,Sauces,,,1,,,,yes,1', 'Hot or Iced,Hot or Iced,,,2,,,,yes,1']);
    const unfilled = await blink(`menu validate ${file} ${decided} --modifiers ${stub}`);
    expect([unfilled.code, unfilled.err]).toEqual([2, expect.stringContaining('"maximum_options"')]);
    const filled = [
      'Sauces,Sauces,0,1,1,raita,Raita,60,yes,1',
      'Hot or Iced,Hot or Iced,1,1,2,hot,Hot,0,yes,1',
    ];
    writeFileSync(stub, [header, ...filled].join('\r\n'));
    const again = await blink(`menu validate ${file} ${decided} --modifiers ${stub}`);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('7 products')]);
  });

  it('are not written over what is there', async () => {
    const { file, stub } = copy();
    writeFileSync(stub, 'mine');
    const { err } = await blink(`menu validate ${file} ${decided}`);
    expect(err).toContain(`${stub} is there already and was left as it is`);
    expect(readFileSync(stub, 'utf8')).toBe('mine');
  });

  it('are not written for a file of our own', async () => {
    const file = join(folder, 'menu.csv');
    const row = 'tea,TEA,Doodh Patti,yes,120,hot,Hot drinks,size';
    writeFileSync(file, `product_id,sku,name,is_active,price,category_id,category_name,modifiers\n${row}\n`);
    const { err } = await blink(`menu validate ${file}`);
    expect(err).toContain('--modifiers FILE');
    expect(err).not.toContain('was written');
  });
});

describe('several files', () => {
  const foodics = 'fixtures/tills/foodics';
  const files = ['products', 'categories', 'modifiers', 'modifier_options', 'product_modifiers'].map(
    (name) => `${foodics}/${name}.csv`,
  );

  it('are one menu, given one by one or as their folder', async () => {
    const one = await blink(`menu convert ${files.join(' ')} --name both --to json`);
    const other = await blink(`menu convert ${foodics} --name both --to json`);
    expect(JSON.parse(one.out).products).toHaveLength(4);
    expect(other.out).toBe(one.out);
  });

  it('can be compared, a folder with a folder', async () => {
    cpSync(foodics, folder, { recursive: true });
    const products = join(folder, 'products.csv');
    writeFileSync(products, readFileSync(products, 'utf8').replace('No,80,', 'No,95,'));
    const { code, out } = await blink(`menu diff ${folder} ${foodics} --name name --output csv`);
    expect(code).toBe(0);
    expect(out).toContain('changed,9f18e970-0003,Roghni Naan,price,80,95,18.8');
  });

  it.each([
    ['JSON beside others', ['fixtures/menu.json', ...files], 'a JSON file stands alone'],
    ['a file of our own beside them', [...files, 'fixtures/menu.csv'], 'it does not belong to'],
    ['a folder without CSV files', ['src'], 'There are no CSV or Excel files in src.'],
    ['a folder beside a file', [foodics, 'fixtures/menu.csv'], 'it is a folder'],
  ])('%s are refused', async (_, paths, why) => {
    const { code, err } = await blink(['menu', 'validate', ...paths, '--name', 'name']);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe('any sheet', () => {
  const header = 'product_id,sku,name,price,category_id,category_name';

  it('takes a currency, defaults and a category by flags', async () => {
    const input = 'product_id,sku,name,price\nnaan,N,Roghni Naan,"Rs. 1,250/-"\nchai,C,Doodh Patti,Rs 150\n';
    const flags = [
      '--currency',
      'Rs',
      '--default',
      'is_active=yes',
      '--category',
      'All dishes',
      '--thousands',
      ',',
    ];
    const { code, out } = await blink(['menu', 'convert', '-', '--to', 'json', ...flags], { input });
    expect(code).toBe(0);
    const category = { id: 'All dishes', name: 'All dishes' };
    expect(JSON.parse(out).products).toEqual([
      { id: 'naan', sku: 'N', name: 'Roghni Naan', price: 1250, is_active: true, category },
      { id: 'chai', sku: 'C', name: 'Doodh Patti', price: 150, is_active: true, category },
    ]);
  });

  it('goes without what has a price that is asked for at the till, where that is said', async () => {
    const rows = ['tip,T,Tip,variable,o,Other,yes', 'chai,C,Chai,150,d,Drinks,yes', 'tip,,,,,,'];
    const input = [`${header},is_active`, ...rows].join('\n');
    const { code, err } = await blink('menu validate -', { input });
    expect([code, err]).toEqual([2, expect.stringContaining('with --skip-variable.')]);
    const skipped = await blink('menu validate - --skip-variable', { input });
    expect(skipped.out).toContain('is right: 1 product in 1 category.');
    expect(skipped.err).toContain(
      '2 rows have no price of their own ("variable") and are left out (rows 2 and 4).',
    );
  });

  it('in the smallest coins', async () => {
    const input = `${header},is_active\nnaan,N,Roghni Naan,125050,b,Breads,yes\n`;
    const { out } = await blink('menu convert - --to json --minor-units', { input });
    expect(JSON.parse(out).products[0].price).toBe(1250.5);
    const { code, err } = await blink('menu validate - --minor-units', {
      input: input.replace('125050', '1250.50'),
    });
    expect([code, err]).toEqual([2, expect.stringContaining('With --minor-units 125000 is 1250.00.')]);
  });
});
