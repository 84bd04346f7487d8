import { expect, it } from 'vitest';
import { blink } from '../../front-door.ts';

it.each([
  'menu import menu.csv --jitter 2592001',
  'menu import menu.csv --jitter 0x10',
  `menu import menu.csv --max-price-change ${'9'.repeat(400)}`,
  'menu import menu.csv --max-price-change 1e400',
  'menu import menu.csv --max-time 1e400',
  'task status 1 --watch --interval 2592001',
  'task status 1 --watch --interval 0x10',
  'task status 1 --watch --interval 1e3',
  'branches --timeout Infinity',
  'branches --timeout 0x10',
  'branches --retries 1e1',
  'webhook listen --keep 999999999999',
  'webhook listen --port 0x1F90',
  'simulator start --token-ttl 99999999999999',
  'orders watch --once --accept-within 9999999h',
])('a number that no flag of its kind can mean is wrong usage: %s', async (line) => {
  const { code, out, err } = await blink(`${line} --env local`);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/Expected|is not a/);
});

it.each(['webhook listen', 'simulator start'])('%s: a blank port is no port 0', async (line) => {
  expect(await blink([...line.split(' '), '--port', '', '--env', 'local'])).toMatchObject({ code: 2 });
});
