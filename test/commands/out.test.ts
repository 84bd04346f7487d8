import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customersPage, pageOf } from '../customers.ts';
import { blink, home } from '../front-door.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';

const list = { pages: 5, perPage: 3 };

/** A folder of its own, and a way to run commands in it against a server with five pages of customers. */
async function place(
  answer: (request: Received) => Answer = (request) => customersPage(list, pageOf(request)),
) {
  const { url, received } = await loggingServer(answer);
  const env: NodeJS.ProcessEnv = {
    ...home(),
    BLINK_ENV: 'sandbox',
    BLINK_API_URL: url,
    BLINK_TOKEN: 'token',
  };
  const folder = env.HOME ?? '';
  const at = (name: string) => join(folder, name);
  return {
    ...{ env, received, at },
    read: (name: string) => readFileSync(at(name), 'utf8'),
    files: () => readdirSync(folder).filter((name) => name !== 'config' && name !== 'state'),
    run: (line: string, options = {}) =>
      blink([...line.split(' ').map((word) => word.replace('@', `${folder}/`))], { env, ...options }),
  };
}

describe('--out', () => {
  it.each([
    ['customers.csv', 'csv'],
    ['customers.JSON', 'json'],
    ['customers.ndjson', 'ndjson'],
    ['customers.jsonl', 'ndjson'],
    ['customers.txt', 'table'],
  ])('writes %s as %s, byte for byte as standard output has it, and says so', async (name, format) => {
    const { run, read, at } = await place();
    const { out } = await run(`customers list --all --output ${format}`);
    const size = Buffer.byteLength(out);
    expect(await run(`customers list --all --out @${name}`)).toEqual({
      ...{ code: 0, out: '', err: `Wrote ${at(name)} (${size.toLocaleString('en')} bytes).\n` },
    });
    expect(read(name)).toBe(out);
  });

  it('leaves the last word to --output, and stored settings none', async () => {
    const { run, read } = await place();
    await run('config set output ndjson');
    await run('customers list --json --out @a.csv');
    expect(JSON.parse(read('a.csv'))).toHaveLength(3);
    await run('customers list --out @b.csv');
    expect(read('b.csv')).toMatch(/^\ufeffname,|^\ufeff\w+,/);
  });

  it('says nothing with --quiet, and is standard output for -', async () => {
    const { run, files } = await place();
    expect(await run('customers list --quiet --out @a.csv')).toEqual({ code: 0, out: '', err: '' });
    expect((await run('customers list --output csv --out -')).out).toMatch(/^\ufeff/);
    expect(files()).toEqual(['a.csv']);
  });

  it('replaces a file with all of it or nothing, and keeps its rights', async () => {
    const fails = { status: 500, body: '{}' };
    const { run, read, files, at } = await place((request) =>
      pageOf(request) === 4 ? fails : customersPage(list, pageOf(request)),
    );
    writeFileSync(at('a.json'), 'yesterday', { mode: 0o640 });
    const { code, out } = await run('customers list --all --retries 0 --out @a.json');
    expect({ code, out, files: files(), text: read('a.json') }).toEqual({
      ...{ code: 5, out: '', files: ['a.json'], text: 'yesterday' },
    });
    const pages = await run('api GET /interface/v1/customers --paginate --retries 0 --out @a.json');
    expect({ code: pages.code, text: read('a.json') }).toEqual({ code: 5, text: 'yesterday' });
    await run('customers list --limit 9 --out @a.json');
    expect(JSON.parse(read('a.json'))).toHaveLength(9);
    if (process.platform !== 'win32') expect(statSync(at('a.json')).mode & 0o777).toBe(0o640);
    expect(files()).toEqual(['a.json']);
  });

  it('keeps what a failure has to say', async () => {
    const { run, read } = await place(() => ({ status: 404, body: '{"message":"no such page"}' }));
    const { code, err } = await run('api GET /interface/v1/nothing --out @answer.json');
    expect(code).toBe(1);
    expect(JSON.parse(read('answer.json'))).toEqual({ message: 'no such page' });
    expect(err).toContain('answer.json');
    // The name of a file says nothing of how errors are told.
    expect(err).toContain('Error: The server answered 404');
  });

  it('is begun before anything is sent', async () => {
    const { run, received, at, files } = await place();
    writeFileSync(at('file'), '');
    for (const folder of ['file', 'new/folder']) {
      const { code, err } = await run(`customers list --out @${folder}/a.csv`);
      expect({ code, sent: received.length }).toEqual({ code: 2, sent: 0 });
      expect(err).toBe(
        `Error: Cannot write ${at(`${folder}/a.csv`)}: there is no folder ${at(folder)}.\n` +
          '  Make it first, or name another one.\n',
      );
    }
    await run('customers list --page nonsense --out @b.csv');
    expect(files()).toEqual(['file']);
  });

  it('follows a link, and writes through a device', async () => {
    const { run, read, at } = await place();
    await run('customers list --out @a.csv');
    symlinkSync(at('a.csv'), at('link.csv'));
    await run('customers list --page 2 --out @link.csv');
    expect(read('a.csv')).toBe(read('link.csv'));
    expect(await run('customers list --out /dev/null')).toMatchObject({ code: 0, out: '' });
    expect(statSync('/dev/null').isFile()).toBe(false);
  });

  it('is no workbook but of a menu', async () => {
    const { run, received, files } = await place();
    const { code, err } = await run('customers list --out @a.xlsx');
    expect({ code, sent: received.length, files: files() }).toEqual({ code: 2, sent: 0, files: [] });
    expect(err).toContain('Only menus are written as workbooks.');
  });
});

describe('a menu', () => {
  it('goes from form to form without loss, by the names of the files', async () => {
    const { run, read } = await place();
    const forms = ['a.csv', 'b.json', 'c.xlsx', 'd.csv', 'e.xlsx', 'f.json'];
    let from = 'fixtures/menu.json';
    for (const to of forms) {
      expect(await run(`menu convert ${from} --out @${to}`)).toMatchObject({ code: 0 });
      from = `@${to}`;
    }
    expect(JSON.parse(read('f.json'))).toEqual(JSON.parse(readFileSync('fixtures/menu.json', 'utf8')));
    expect(read('d.csv')).toBe(read('a.csv'));
  });

  it('begins with a template in any form', async () => {
    const { run } = await place();
    for (const name of ['a.csv', 'a.json', 'a.xlsx']) {
      await run(`menu template --out @${name}`);
      expect((await run(`menu validate @${name}`)).out).toContain('is right: 3 products');
    }
    expect((await run('menu template --to json')).out).toMatch(/^\{\n/);
  });

  it('has to be told what it becomes', async () => {
    const { run } = await place();
    const { code, err } = await run('menu convert fixtures/menu.csv');
    expect(code).toBe(2);
    expect(err).toContain('--out menu.xlsx, or the format, --to json, csv or xlsx');
  });

  it('is read from a workbook that comes through a pipe, from the sheet that is named', async () => {
    const { run, at } = await place();
    await run('menu template --out @a.xlsx');
    const input = readFileSync(at('a.xlsx'));
    expect(await run('menu validate - --sheet menu', { input })).toMatchObject({ code: 0 });
    expect((await run('menu validate - --sheet 2', { input })).err).toContain(
      'it has no sheet "2": it has 1 "Menu"',
    );
  });
});
