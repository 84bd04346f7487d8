import { expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';

const menu = (id: string) =>
  `product_id,sku,name,is_active,price,category_id,category_name\n${id},TEA,Doodh Patti,yes,120,hot,Hot drinks\n`;

it('zeros that were there in the last import are missed by whatever compares with it', async () => {
  const env = home();
  await blink('menu import - --env local --yes', { env, input: menu('00701') });
  const said =
    'row 2, column A "product_id": the last import had "00701", the file has "701": were zeros lost?';
  for (const line of ['menu import - --dry-run --max-removed 100', 'menu diff -']) {
    const { err } = await blink(`${line} --env local`, { env, input: menu('701') });
    expect(err).toContain(`Warning: standard input ${said}`);
    expect((await blink(`${line} --env local`, { env, input: menu('00701') })).err).not.toContain('Warning');
  }
  const stock = (id: string) => ({ env, input: `product_id,price,discount_price\n${id},120,0\n` });
  const { err } = await blink('stock sync - --dry-run --env local', stock('701'));
  expect(err).toContain(`Warning: standard input ${said}`);
  expect((await blink('stock sync - --dry-run --env local', stock('00701'))).err).toBe('');
});
