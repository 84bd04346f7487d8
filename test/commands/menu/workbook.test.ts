import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { start } from '../../e2e/process.ts';
import { blink, home } from '../../front-door.ts';
import { terminal } from '../../typed.ts';

it('a menu goes to a workbook and back without loss', async () => {
  const env = home();
  const file = join(env.HOME ?? '', 'menu.xlsx');
  const csv = await blink('menu convert fixtures/menu.csv --to json');
  const { child, ended } = start(['menu', 'convert', 'fixtures/menu.csv', '--to', 'xlsx'], env);
  const written: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk));
  expect(await ended).toMatchObject({ code: 0, err: '' });
  writeFileSync(file, Buffer.concat(written));
  expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
  const back = await blink(['menu', 'convert', file, '--to', 'json']);
  expect(back).toEqual(csv);
});

it('a workbook to start from is a menu that is right', async () => {
  const env = home();
  const { child, ended } = start(['menu', 'template', '--to', 'xlsx'], env);
  const written: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk));
  await ended;
  const { code, out } = await blink('menu validate -', { env, input: Buffer.concat(written) });
  expect([code, out]).toEqual([
    0,
    'standard input is right: 3 products in 3 categories, 2 branches, 1 modifier.\n',
  ]);
});

it('a workbook is nothing for a terminal', async () => {
  const { code, screen } = await terminal('menu template --to xlsx').ended;
  expect([code, screen]).toEqual([2, expect.stringContaining('A workbook is nothing for a terminal.')]);
});
