import { describe, expect, it } from 'vitest';
import { createBoard, latenessOf } from '../../src/inbox/board.ts';
import { order, orderStatus, storedEvent } from './keep.ts';

const start = Date.UTC(2026, 10, 23, 9, 0, 0);
const minute = 60_000;

type Step = readonly [number, Record<string, unknown>] | readonly [number, string, number];

/** What a board shows after events `[minutes, value]` and actions `[minutes, id, status]`, in this order. */
function boardOf(...steps: readonly Step[]) {
  const board = createBoard();
  for (const [minutes, subject, status] of steps) {
    const at = start + minutes * minute;
    if (typeof subject === 'string') board.acted({ at, blink_order_id: subject, status: status ?? 0 });
    else board.received(storedEvent(subject, at));
  }
  return board;
}

const open = (...steps: readonly Step[]) =>
  boardOf(...steps)
    .open(0)
    .map(({ id, status, receivedAt }) => [id, status, (receivedAt - start) / minute]);

describe('the board', () => {
  it('has an order from its event on, longest waiting first', () => {
    expect(open([2, order('b')], [1, order('a')])).toEqual([
      ['a', 0, 1],
      ['b', 0, 2],
    ]);
  });

  it.each([0, 1, 2])('keeps an order that is in state %i', (status) => {
    expect(open([0, order('a')], [1, orderStatus('a', status)])).toEqual([['a', status, 0]]);
  });

  it.each([3, 4])('drops an order that is in state %i', (status) => {
    expect(open([0, order('a')], [1, orderStatus('a', status)])).toEqual([]);
    expect(open([0, order('a')], [1, 'a', status])).toEqual([]);
  });

  it('counts an order that comes twice once, from its first receipt, as it was told last', () => {
    const board = boardOf([0, order('a')], [3, order('a', { customer_name: 'فاطمہ بٹ' })]);
    expect(board.open(0)).toMatchObject([{ receivedAt: start, event: { customer_name: 'فاطمہ بٹ' } }]);
  });

  it('does not bring an order back that is done', () => {
    expect(open([0, order('a')], [1, orderStatus('a', 3)], [2, order('a')])).toEqual([]);
    expect(open([0, order('a')], [1, orderStatus('a', 4)], [2, orderStatus('a', 1)])).toEqual([]);
    expect(open([0, order('a')], [1, 'a', 3], [2, orderStatus('a', 1)])).toEqual([]);
  });

  it('brings one back that we set back ourselves', () => {
    expect(open([0, order('a')], [1, orderStatus('a', 3)], [2, 'a', 0])).toEqual([['a', 0, 0]]);
  });

  it('goes by the time of receipt, not by the order it is told in', () => {
    expect(open([0, order('a')], [5, 'a', 2], [4, orderStatus('a', 1)])).toEqual([['a', 2, 0]]);
    expect(open([0, order('a')], [5, orderStatus('a', 1)], [4, 'a', 3])).toEqual([['a', 1, 0]]);
  });

  it('knows the state of an order whose event comes after it', () => {
    expect(open([0, orderStatus('a', 3)], [1, order('a')])).toEqual([]);
    expect(open([0, orderStatus('a', 1)], [1, order('a')])).toEqual([['a', 1, 1]]);
  });

  it('takes an id as text or as a number', () => {
    expect(open([0, order('7', { blink_order_id: 7 })], [1, orderStatus('7', 1)])).toEqual([['7', 1, 0]]);
  });

  it('passes over what is no event of an order', () => {
    const board = createBoard();
    const event = storedEvent(order('a'), start);
    expect(board.received({ ...event, body: Buffer.from('{') })).toBeUndefined();
    expect(board.received({ ...event, kind: 'unknown' })).toBeUndefined();
    expect(
      board.received(storedEvent({ eventId: 24, event: 'X', data: { taskId: 'a' } }, start)),
    ).toBeUndefined();
    expect(board.open(0)).toEqual([]);
  });

  it('leaves out what is older than wanted, and forgets it', () => {
    const board = boardOf([0, order('a')], [10, order('b')]);
    expect(board.open(start + minute).map(({ id }) => id)).toEqual(['b']);
    board.forget(start + minute);
    expect(board.open(0).map(({ id }) => id)).toEqual(['b']);
  });
});

describe('latenessOf', () => {
  const late = (status: number, minutes: number, more: Record<string, unknown> = {}) => {
    const [found] = boardOf([0, order('a', more)]).open(0);
    if (!found) throw new Error('the order is not open');
    const limits = { acceptWithin: 3 * minute, dispatchWithin: 20 * minute };
    return latenessOf({ ...found, status }, start + minutes * minute, limits);
  };

  it.each([
    [0, 3, undefined],
    [0, 3.01, 'accept'],
    [1, 20, undefined],
    [1, 20.01, 'dispatch'],
    [2, 500, undefined],
  ])('state %i after %d minutes: %s', (status, minutes, expected) => {
    expect(late(status, minutes)).toBe(expected);
  });

  it('lets orders for later leave when they have to, but wants them accepted', () => {
    expect(late(1, 500, { is_pre_order: 1 })).toBeUndefined();
    expect(late(0, 4, { is_pre_order: 1 })).toBe('accept');
  });

  it('is nothing without limits', () => {
    const waiting = boardOf([0, order('a')]).open(0);
    expect(waiting.map((found) => latenessOf(found, start + 900 * minute, {}))).toEqual([undefined]);
  });
});
