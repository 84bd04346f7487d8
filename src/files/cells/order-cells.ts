import { orderStates } from '../../blink/contract/order.ts';
import { type CellKind, Refusal } from './cells.ts';

const words: ReadonlyMap<string, number> = new Map([
  ...orderStates.map((name, number): [string, number] => [name.toLowerCase(), number]),
  ['accept', 1],
  ['dispatch', 2],
  ['deliver', 3],
  ['reject', 4],
]);

const states = orderStates.map((name, number) => `${name.toLowerCase()} or ${number}`).join(', ');

/** The state of an order, by Blink's number or by its name. */
export const orderState: CellKind = (text) => {
  const number = /^[0-4]$/.test(text) ? Number(text) : words.get(text.toLowerCase());
  return number ?? new Refusal(`one of ${states}`);
};
