import { describe, expect, it } from 'vitest';
import { choose, newControls, press, settleChoice } from '../../../src/commands/order/shared/controls.ts';
import type { BoardRow } from '../../../src/commands/order/shared/rows.ts';
import { createBoard } from '../../../src/inbox/board.ts';
import { order, storedEvent } from '../../inbox/keep.ts';

function rows(...ids: readonly string[]): BoardRow[] {
  const board = createBoard();
  for (const [i, id] of ids.entries()) board.received(storedEvent(order(id), i + 1));
  return board.open(0).map((one) => {
    return { order: one, branch: '', ageSeconds: 0, lateness: undefined, busy: false };
  });
}

const key = (name: string, text = name) => ({ name, text });

describe('the controls of the board', () => {
  it('keep an order chosen while others come and go', () => {
    const controls = newControls(true);
    choose(controls, rows('a', 'b', 'c'));
    press(controls, key('down', ''), rows('a', 'b', 'c'));
    choose(controls, rows('b', 'c', 'd'));
    expect(controls).toMatchObject({ chosen: 'b', selected: 0 });
    choose(controls, rows('z', 'y', 'b'));
    expect(controls).toMatchObject({ chosen: 'b', selected: 2 });
  });

  it('do not act on an order that has just taken the place of another', () => {
    const controls = newControls(true);
    choose(controls, rows('a', 'b'));
    expect(press(controls, key('a'), rows('b'))).toBeUndefined();
    expect(controls.message?.text).toBe('The list has changed: KEY-b is chosen now. Press the key again.');
    expect(press(controls, key('a'), rows('b'))).toMatchObject({ row: { order: { id: 'b' } }, status: 1 });
  });

  it('act at once after an order that went because of them, and after another was chosen', () => {
    const controls = newControls(true);
    choose(controls, rows('a', 'b', 'c'));
    settleChoice(controls, rows('b', 'c'));
    expect(press(controls, key('l'), rows('b', 'c'))).toMatchObject({
      row: { order: { id: 'b' } },
      status: 3,
    });
    choose(controls, rows('c', 'd'));
    press(controls, key('j'), rows('c', 'd'));
    expect(press(controls, key('d'), rows('c', 'd'))).toMatchObject({
      row: { order: { id: 'd' } },
      status: 2,
    });
  });

  it('act on nothing where there is nothing, or nothing to do', () => {
    const controls = newControls(true);
    for (const name of ['a', 'd', 'l', 'r', 'return', 'up', 'down', 'constructor', 'x']) {
      expect(press(controls, key(name), [])).toBeUndefined();
    }
    expect(controls).toMatchObject({ question: undefined, ticket: false });
    const [row] = rows('a');
    if (!row) throw new Error('no row');
    press(controls, key('a'), [{ ...row, busy: true }]);
    expect(controls.message?.text).toBe('KEY-a: the call before is still under way.');
    press(controls, key('a'), [{ ...row, order: { ...row.order, status: 1 } }]);
    expect(controls.message?.text).toBe('KEY-a is accepted already.');
  });

  it('keep the order that a reason is asked for, whatever the list does', () => {
    const controls = newControls(true);
    press(controls, key('r'), rows('a', 'b'));
    for (const text of ['t', 'o', 'o', ' ', 'fàr', '👨‍👩‍👧']) press(controls, key('', text), rows('b'));
    press(controls, key('backspace', '\u007f'), rows('b'));
    press(controls, { name: 'up', text: '\u001b[A' }, rows('b'));
    expect(press(controls, key('return', '\r'), rows('b'))).toMatchObject({
      row: { order: { id: 'a' } },
      status: 4,
      comment: 'too fàr',
    });
  });
});
