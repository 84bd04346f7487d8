import { CliError } from '../../../errors.ts';
import type { Context } from '../../../session/context.ts';
import { accountName, placeName } from '../../../session/target/in-words.ts';
import { type Key, openScreen } from '../../../terminal/screen.ts';
import { type Controls, choose, newControls, press, type Question, settleChoice } from './controls.ts';
import { drawView, nothingOpen, receiveHint, type View } from './draw.ts';
import type { Feed } from './feed.ts';
import { redraws } from './redraw.ts';
import { nameOf } from './rows.ts';
import { statusCalls } from './status-calls.ts';

const verbs: readonly string[] = ['Set back', 'Accept', 'Dispatch', 'Deliver', 'Reject'];

interface Search {
  hours: number;
  branch: string | undefined;
}

/**
 * The board on a terminal, until `q` is pressed: drawn anew on each change, each key and each second.
 * @throws CliError `interrupted` or `terminated`; in every case the terminal is given back first
 */
export async function runBoard(context: Context, feed: Feed, search: Search): Promise<void> {
  const { io, output, settings, signal, yes } = context;
  const place = placeOf(context);
  const style = await output.style('stdout');
  const controls = newControls(yes || settings.environment?.value !== 'production');
  const end = ending();
  /** Orders that the bell was rung for. */
  const rung = new Set<string>();
  const rowsNow = () => feed.rows().map((row) => ({ ...row, busy: calls.busy(row.order.id) }));
  const calls = statusCalls(context, feed, {
    say(message) {
      controls.message = message;
    },
    confirmed: () => settleChoice(controls, rowsNow()),
    ended: () => redraw.now(),
    done: end.done,
    fail: end.fail,
  });

  const screen = openScreen(io, { key: onKey, resize: () => redraw.now(), failed: end.fail });
  const redraw = redraws(paint, end.fail);
  // At once, not when all that is under way has ended: a second signal ends the process without asking anybody.
  const stop = () => {
    screen.close();
    end.fail(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  const following = new AbortController();
  const followed = feed.follow(following.signal, redraw.soon).catch(end.fail);
  try {
    if (signal.aborted) stop();
    redraw.now();
    await end.promise;
  } finally {
    redraw.close();
    signal.removeEventListener('abort', stop);
    following.abort();
    screen.close();
    await followed;
  }

  async function paint(): Promise<void> {
    const rows = rowsNow();
    choose(controls, rows);
    const late = rows.filter(({ lateness, order }) => lateness !== undefined && !rung.has(order.id));
    for (const { order } of late) rung.add(order.id);
    if (late.length > 0) screen.bell();
    const view = {
      ...viewOf(controls, place, context),
      rows,
      empty: [nothingOpen(search), receiveHint(context)],
      aside: feed.aside().length,
    };
    const { lines, furthest } = await drawView(view, screen.size(), style);
    controls.scroll = Math.min(controls.scroll, furthest);
    screen.draw(lines);
  }

  function onKey(key: Key): void {
    if (key.name === 'ctrl-c') end.fail(new CliError('interrupted', 'Stopped.'));
    else if (key.name === 'end-of-input') end.done();
    else {
      const wanted = press(controls, key, rowsNow());
      if (wanted === 'quit') calls.leave();
      else if (wanted !== undefined) void calls.send(wanted);
      redraw.now();
    }
  }
}

/** Where the orders are. */
interface Place {
  name: string;
  /** Who tells Blink of their states. */
  account: string;
}

function placeOf({ settings, target, profile }: Context): Place {
  if (!settings.environment) return { name: 'no environment', account: `profile ${profile}` };
  return { name: placeName(target(), 'ordering'), account: accountName(target(), 'ordering') };
}

/** What the screen shows beside the orders. */
function viewOf(
  { selected, ticket, scroll, message, question }: Controls,
  place: Place,
  { io, now }: Context,
): Omit<View, 'rows' | 'empty' | 'aside'> {
  return {
    place: `${place.name}, ${place.account}`,
    ...{ selected, ticket, scroll, message },
    question: question && {
      text: questionText(question, place),
      answer: question.kind === 'reason' ? question.answer : undefined,
    },
    keys: io.stdin.isTTY === true,
    time: new Date(now()).toTimeString().slice(0, 8),
  };
}

function questionText(question: Question, place: Place): string {
  if (question.kind === 'reason') return `Why is ${nameOf(question.row.order)} rejected?`;
  const { row, status } = question.wish;
  return `${verbs[status]} ${nameOf(row.order)} in ${place.name} (${place.account})? y/n`;
}

/** A promise, and what settles it. */
function ending(): { promise: Promise<void>; done(): void; fail(error: unknown): void } {
  let done = () => {};
  let fail = (_: unknown) => {};
  const promise = new Promise<void>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  return { promise, done: () => done(), fail: (error) => fail(error) };
}
