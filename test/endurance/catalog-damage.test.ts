import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { start } from '../e2e/process.ts';
import { home } from '../front-door.ts';
import { blinkLike, loggingServer } from '../server.ts';
import { eachOf } from '../storage/children.ts';
import { attack } from './attack.ts';
import { bookDamages, cut, filesIn, flipBit } from './damages.ts';

const flips = 300;
const cuts = 60;
const products = 50;

const stockAt = (price: (i: number) => number) =>
  `product_id,price,discount_price\n${Array.from({ length: products }, (_, i) => `p${i},${price(i)},0\n`).join('')}`;

describe('stock sync of 50 prices of 0, with its safety limits', () => {
  const damages: [string, number, (book: string, number: number) => string][] = [
    ['a turned bit', flips, (book, number) => flipBit(number % 2 === 0 ? book : `${book}.seal`)],
    ['a file that was cut', cuts, (book, number) => cut(number % 2 === 0 ? book : `${book}.seal`)],
    [
      'a book that is gone, swapped, of another kind or version',
      Object.keys(bookDamages).length,
      (book, number) => {
        const [name, damage] = Object.entries(bookDamages)[number] ?? ['', () => {}];
        damage(book);
        return name;
      },
    ],
  ];

  for (const [name, tries, damage] of damages) {
    attack(`${name} in the catalog`, async (tally) => {
      const { url, received } = await loggingServer(blinkLike);
      const account = { BLINK_ENV: 'sandbox', BLINK_TOKEN: 'token-1', BLINK_API_URL: url };
      const before: NodeJS.ProcessEnv = { ...home(), ...account };
      const file = join(before.HOME ?? '', 'stock.csv');
      writeFileSync(
        file,
        stockAt((i) => 100 + i),
      );
      await start(['stock', 'sync', file], before).ended;
      writeFileSync(
        file,
        stockAt(() => 0),
      );
      const sent = received.length;

      await eachOf([...Array(tries).keys()], async (number) => {
        const env: NodeJS.ProcessEnv = { ...home(), ...account };
        const state = env.BLINK_STATE_DIR ?? '';
        cpSync(before.BLINK_STATE_DIR ?? '', state, { recursive: true });
        const what = damage(join(state, 'default', 'sandbox', 'ledger', 'catalog'), number);
        const verified = await start(['ledger', 'verify'], env).ended;
        const synced = await start(['stock', 'sync', file], env).ended;
        tally.tries += 1;
        if (verified.code !== 1) tally.silent.push(`verify exits ${verified.code}: ${what}`);
        if (synced.code !== 7) tally.silent.push(`sync exits ${synced.code} ${synced.err}: ${what}`);
      });
      if (received.length > sent)
        tally.twice.push(`${received.length - sent} requests let prices of 0 through`);
    });
  }

  attack('a turned bit in what orders are noted in', async (tally) => {
    const { url, received } = await loggingServer(blinkLike);
    const account = { BLINK_ENV: 'sandbox', BLINK_TOKEN: 'token-1', BLINK_API_URL: url };
    const before: NodeJS.ProcessEnv = { ...home(), ...account };
    const state = before.BLINK_STATE_DIR ?? '';
    await start(['order', 'status', '1236589', '--accept'], before).ended;
    const files = filesIn(state).filter((path) => path.includes('orders'));
    let sent = received.length;
    await eachOf([...Array(flips).keys()], async (number) => {
      const env: NodeJS.ProcessEnv = { ...home(), ...account };
      cpSync(state, env.BLINK_STATE_DIR ?? '', { recursive: true });
      const bit = flipBit(join(env.BLINK_STATE_DIR ?? '', files[number % files.length] ?? ''));
      const verified = await start(['ledger', 'verify'], env).ended;
      const { code } = await start(['order', 'status', '1236589', '--dispatch'], env).ended;
      tally.tries += 1;
      sent += 1;
      if (verified.code !== 1) tally.silent.push(`verify exits ${verified.code}: ${bit}`);
      if (code !== 0) tally.lost.push(`exit ${code}: ${bit}`);
    });
    if (received.length !== sent) tally.lost.push(`${sent - received.length} requests did not arrive`);
  });
});
