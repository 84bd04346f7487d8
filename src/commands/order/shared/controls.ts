import type { OrderStatusUpdate } from '../../../blink/contract/order.ts';
import type { Key } from '../../../terminal/screen.ts';
import { charactersOf } from '../../../terminal/widths.ts';
import { type BoardRow, stateName } from './rows.ts';

export type Status = OrderStatusUpdate['status'];

/** A change of an order's state that was asked for. */
export interface Wish {
  row: BoardRow;
  status: Status;
  comment: string | undefined;
}

/** What just happened, and whether it is bad. */
export interface Message {
  text: string;
  bad: boolean;
}

/** What waits for an answer at the bottom of the screen. */
export type Question = { kind: 'reason'; row: BoardRow; answer: string } | { kind: 'production'; wish: Wish };

/** What a person at the board has before them, beside the orders. */
export interface Controls {
  /** The order that is chosen, by its id, and where it stood among the others. */
  chosen: string | undefined;
  selected: number;
  /** True when the order that was chosen went by itself, and another one stands in its place. */
  replaced: boolean;
  /** True where its ticket is shown; `scroll` is the ticket's first line on the screen. */
  ticket: boolean;
  scroll: number;
  message: Message | undefined;
  question: Question | undefined;
  /** False until somebody said yes to a write to production. */
  allowed: boolean;
}

const rejected = 4;
const actions: Readonly<Record<string, Status>> = { a: 1, d: 2, l: 3, r: rejected };

export function newControls(allowed: boolean): Controls {
  return {
    chosen: undefined,
    selected: 0,
    replaced: false,
    ticket: false,
    scroll: 0,
    message: undefined,
    question: undefined,
    allowed,
  };
}

/** Keeps the same order chosen while others come and go; when it went, the one that took its place. */
export function choose(controls: Controls, rows: readonly BoardRow[]): void {
  const at = rows.findIndex(({ order }) => order.id === controls.chosen);
  if (at < 0) {
    controls.ticket = false;
    controls.replaced = controls.chosen !== undefined;
  }
  controls.selected = at >= 0 ? at : Math.max(0, Math.min(controls.selected, rows.length - 1));
  controls.chosen = rows[controls.selected]?.order.id;
}

/** Chooses anew after an order went because of what was done here: that is no surprise. */
export function settleChoice(controls: Controls, rows: readonly BoardRow[]): void {
  choose(controls, rows);
  controls.replaced = false;
}

/** Takes a key. @returns what is to be done beside showing the controls as they are now */
export function press(controls: Controls, key: Key, rows: readonly BoardRow[]): 'quit' | Wish | undefined {
  choose(controls, rows);
  controls.message = undefined;
  const { question } = controls;
  if (question?.kind === 'reason') return typeReason(controls, question, key);
  if (question?.kind === 'production') return answerProduction(controls, question.wish, key);
  if (key.name === 'q') return 'quit';
  if (key.name === 'escape') controls.ticket = false;
  else if (key.name === 'up' || key.name === 'k') move(controls, -1, rows);
  else if (key.name === 'down' || key.name === 'j') move(controls, 1, rows);
  else return onChosen(controls, key.name, rows[controls.selected]);
  return undefined;
}

function move(controls: Controls, by: number, rows: readonly BoardRow[]): void {
  controls.replaced = false;
  if (controls.ticket) {
    controls.scroll = Math.max(0, controls.scroll + by);
    return;
  }
  controls.selected = Math.max(0, Math.min(controls.selected + by, rows.length - 1));
  controls.chosen = rows[controls.selected]?.order.id;
}

function onChosen(controls: Controls, name: string, row: BoardRow | undefined): Wish | undefined {
  if (row === undefined) return undefined;
  if (name === 'return' || name === 'enter' || name === 'o') {
    controls.ticket = !controls.ticket;
    controls.scroll = 0;
  }
  const status = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (status === undefined) return undefined;
  const { order, busy } = row;
  const key = order.event.order_key;
  if (controls.replaced) {
    // Whoever pressed the key may have meant the order that stood there a moment ago.
    controls.replaced = false;
    controls.message = {
      text: `The list has changed: ${key} is chosen now. Press the key again.`,
      bad: true,
    };
  } else if (busy) controls.message = { text: `${key}: the call before is still under way.`, bad: true };
  else if (order.status === status) {
    controls.message = { text: `${key} is ${stateName(status).toLowerCase()} already.`, bad: false };
  } else if (status === rejected) controls.question = { kind: 'reason', row, answer: '' };
  else return permitted(controls, { row, status, comment: undefined });
  return undefined;
}

function typeReason(
  controls: Controls,
  question: Question & { kind: 'reason' },
  { name, text }: Key,
): Wish | undefined {
  if (name === 'escape') controls.question = undefined;
  else if (name === 'ctrl-u') question.answer = '';
  else if (name === 'backspace') {
    question.answer = charactersOf(question.answer).slice(0, -1).join('');
  } else if (name !== 'return' && name !== 'enter') {
    if (/^\P{Cc}+$/u.test(text)) question.answer += text;
  } else if (question.answer.trim() === '') {
    controls.message = { text: 'A rejection needs its reason. Esc cancels.', bad: true };
  } else {
    controls.question = undefined;
    return permitted(controls, { row: question.row, status: rejected, comment: question.answer.trim() });
  }
  return undefined;
}

/** The first write to production is asked about. */
function permitted(controls: Controls, wish: Wish): Wish | undefined {
  if (controls.allowed) return wish;
  controls.question = { kind: 'production', wish };
  return undefined;
}

function answerProduction(controls: Controls, wish: Wish, { name }: Key): Wish | undefined {
  if (name !== 'y' && name !== 'n' && name !== 'escape') return undefined;
  controls.question = undefined;
  if (name === 'y') {
    controls.allowed = true;
    return wish;
  }
  controls.message = { text: 'Nothing was sent.', bad: false };
  return undefined;
}
