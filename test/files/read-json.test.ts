import { describe, expect, it } from 'vitest';
import type { FileKind } from '../../src/files/kinds/file-kind.ts';
import { orderKind } from '../../src/files/kinds/order.ts';
import { stockKind } from '../../src/files/kinds/stock.ts';
import { newTasks } from '../../src/files/kinds/task.ts';
import { readFile } from '../../src/files/read-file.ts';
import { describeProblem } from '../../src/terminal/problem.ts';
import { read, sourceOf } from './menus.ts';

const stock = stockKind({ noDiscounts: false, prices: new Map() });

async function told(kind: FileKind<unknown>, text: string): Promise<string[]> {
  const { problems } = await readFile(sourceOf(text, 'file'), kind);
  return problems.map(({ severity, ...problem }) => `${severity}: ${describeProblem(problem)}`);
}

const lines = (...records: object[]) => records.map((one) => JSON.stringify(one)).join('\n');
const tea = { id: 'tea', price: 120, discount_price: 0, branches: [] };

describe('records in JSON are checked as a menu is', () => {
  it.each<[what: string, record: object, problem: string]>([
    [
      'too many decimals',
      { ...tea, price: 719.9999 },
      'error: file line 1, products[0].price: got 719.9999, expected an amount with at most 3 decimals.',
    ],
    [
      'too many decimals in a branch',
      { ...tea, branches: [{ id: '63', price: 719.9999 }] },
      'error: file line 1, products[0].branches[0].price: got 719.9999, expected an amount with at most 3 decimals.',
    ],
    [
      'a key of a branch that is nearly right',
      { ...tea, branches: [{ id: '63', pirce: 120 }] },
      'error: file line 1, products[0].branches[0].pirce: there is no field "pirce": did you mean "price"?',
    ],
    [
      'a required key that is nearly right, told once',
      { id: 'tea', prise: 120, discount_price: 0, branches: [] },
      'error: file line 1, products[0].prise: there is no field "prise": did you mean "price"?',
    ],
    [
      'a column of a flat file',
      { ...tea, branch_price: 130 },
      'error: file line 1, products[0].branch_price: "branch_price" is a column of CSV files: in JSON it is "price" of one of the "branches".',
    ],
    [
      'an unknown key',
      { ...tea, colour: 'red' },
      `warning: file line 1, products[0].colour: Blink's pages know no field "colour": it is sent as it is.`,
    ],
  ])('%s', async (_, record, problem) => {
    expect(await told(stock, lines(record, { ...tea, id: 'chai' }))).toEqual([problem]);
  });

  it('what a cell and the schema both refuse, told once', async () => {
    const branches = [{ id: '63', stock_quantity: 2.5 }];
    expect(await told(stock, lines({ ...tea, branches }, { ...tea, id: 'chai' }))).toHaveLength(1);
  });

  it('a negative number is left to the schema, which takes it in a task', async () => {
    const tasks = (await told(newTasks, lines({ discount: -50 }, {}))).join('\n');
    expect(tasks).not.toContain('tasks[0].discount');
    expect(await told(stock, lines({ ...tea, price: -5 }, { ...tea, id: 'chai' }))).toHaveLength(1);
  });

  it('an unknown key of many records is told once', async () => {
    expect(await told(stock, lines({ ...tea, colour: 'red' }, { ...tea, colour: 'blue' }))).toHaveLength(1);
  });

  it("Blink's own spellings and our columns pass", async () => {
    const branches = [{ id: '63', stock_qunatity: 4 }];
    const record = { product_id: 'tea', price: 120, discount_price: 0, branches };
    expect(await told(stock, lines(record, tea))).toEqual([]);
    expect(await told(orderKind, lines({ id: '1', status: 1 }, { blink_order_id: '2', status: 1 }))).toEqual(
      [],
    );
  });

  it('orders and tasks too, with all that is wrong in a record', async () => {
    const orders = lines({ id: '1', stauts: 'accepted' }, { id: '#REF!', status: 'rejected' });
    expect(await told(orderKind, orders)).toMatchObject([
      'error: file line 1, orders[0].stauts: there is no field "stauts": did you mean "status"?',
      expect.stringContaining('orders[1].id: got "#REF!", expected an id.'),
      'error: file line 2, orders[1].comment: it is blank, expected the reason of the rejection, as text.',
    ]);
    const tasks = await told(newTasks, lines({ custmerName: 'Ayesha' }, { subTotal: 12.34567 }));
    expect(tasks.join('\n')).toContain('did you mean "customerName"?');
    expect(tasks.join('\n')).toContain('got 12.34567, expected an amount with at most 3 decimals');
  });

  it('a number is what it is, however other numbers of the file are written', async () => {
    const records = lines({ ...tea, price: '12,5' }, { ...tea, id: 'chai', price: 1.25 });
    expect(await told(stock, records)).toEqual([]);
  });
});

describe('what only the schema sees stands in one list with what cells refuse', () => {
  it('in files of stock', async () => {
    const text =
      'product_id,price,discount_price,branch_id,stock_quantity\ntea,12x,0,63,2\nchai,,0,63,4\nlassi,90,1y,64,\n';
    expect((await told(stock, text)).map((line) => line.split('\n')[0])).toEqual([
      'error: file row 2, column B "price": got "12x", expected a number like 1250 or 1250.00.',
      'error: file row 3, column B "price": it is blank, expected a value.',
      'error: file row 4, column C "discount_price": got "1y", expected a number like 1250 or 1250.00.',
    ]);
  });

  it('in files of orders', async () => {
    expect(await told(orderKind, 'id,status,comment\n1,acepted,\n2,rejected,\n')).toMatchObject([
      expect.stringContaining('row 2, column B "status": got "acepted"'),
      'error: file row 3, column C "comment": it is blank, expected the reason of the rejection, as text.',
    ]);
  });

  it('but not for every row what its header lacks', async () => {
    expect(await told(stock, 'product_id,prcie,discount_price\ntea,120,0\nchai,130,0\n')).toEqual([
      'error: file row 1, column B "prcie": there is no column "prcie": did you mean "price"?',
    ]);
  });
});

describe('the key by which editors know a file', () => {
  const $schema = 'https://example.com/schemas/stock.schema.json';

  it.each([
    ['beside the list', { $schema, products: [tea] }],
    ['in a record that stands alone', { $schema, ...tea }],
  ])('%s says nothing to us, and nothing to Blink', async (_, document) => {
    const { items, problems } = await readFile(sourceOf(JSON.stringify(document), 'stock.json'), stock);
    expect({ items, problems }).toEqual({ items: [tea], problems: [] });
  });

  it('stands in a menu too, and is no reason to pass over others', async () => {
    const { problems } = await read(JSON.stringify({ $schema, products: [], version: 2 }));
    expect(problems.map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'version: only "products" is sent, this is left out.',
    ]);
  });
});

it('what stands beside a list of records is left out with a word', async () => {
  expect(await told(stock, JSON.stringify({ products: [tea], shop: 'Clifton' }))).toEqual([
    'warning: file line 1, shop: only "products" is sent, this is left out.',
  ]);
});
