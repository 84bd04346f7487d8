import { endpoints } from '../../../blink/endpoints.ts';
import { CliError } from '../../../errors.ts';
import type { Context } from '../../../session/context.ts';
import { placeName } from '../../../session/target/in-words.ts';
import { type Key, openScreen } from '../../../terminal/screen.ts';
import { plural } from '../../shared/words.ts';
import { choose, newControls, press, type Question, settleChoice, type Wish } from './controls.ts';
import { drawView, nothingOpen, receiveHint, type View } from './draw.ts';
import type { Feed } from './feed.ts';
import { type BoardRow, nameOf, stateName } from './rows.ts';

/** How often the ages on the screen change, in milliseconds. */
const tick = 1000;

/** How long events gather before they are shown, in milliseconds. */
const soon = 50;

const verbs: readonly string[] = ['Set back', 'Accept', 'Dispatch', 'Deliver', 'Reject'];

/**
 * The board on a terminal, until `q` is pressed: drawn anew on each change, each key and each second.
 * @throws CliError `interrupted` or `terminated`; in every case the terminal is given back first
 */
export async function runBoard(
  context: Context,
  feed: Feed,
  { hours, branch }: { hours: number; branch: string | undefined },
): Promise<void> {
  const { io, output, profile, settings, signal, now, target, yes } = context;
  const place = settings.environment ? placeName(target(), 'ordering') : 'no environment';
  const style = await output.style('stdout');
  const controls = newControls(yes || settings.environment?.value !== 'production');
  const end = ending();
  /** Orders that a call is under way for, and those that the bell was rung for. */
  const busy = new Set<string>();
  const rung = new Set<string>();
  let leaving = false;
  let failure: unknown;
  let drawing = false;
  let again = false;

  const screen = openScreen(io, { key: onKey, resize: draw, failed: end.fail });
  // At once, not when all that is under way has ended: a second signal ends the process without asking anybody.
  const stop = () => {
    screen.close();
    end.fail(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  const following = new AbortController();
  // Orders may come in by the hundred, faster than anybody could read.
  let due: NodeJS.Timeout | undefined;
  const drawSoon = () => {
    due ??= setTimeout(() => {
      due = undefined;
      draw();
    }, soon);
  };
  const followed = feed.follow(following.signal, drawSoon).catch(end.fail);
  const timer = setInterval(draw, tick);
  try {
    if (signal.aborted) stop();
    draw();
    await end.promise;
  } finally {
    clearInterval(timer);
    clearTimeout(due);
    signal.removeEventListener('abort', stop);
    following.abort();
    screen.close();
    await followed;
  }

  function rowsNow(): BoardRow[] {
    return feed.rows().map((row) => ({ ...row, busy: busy.has(row.order.id) }));
  }

  /** Draws what there is; what changes meanwhile is drawn right after. */
  function draw(): void {
    again = drawing;
    if (drawing) return;
    drawing = true;
    const rows = rowsNow();
    choose(controls, rows);
    ring(rows);
    drawView(viewOf(rows), screen.size(), style)
      .then(({ lines, furthest }) => {
        controls.scroll = Math.min(controls.scroll, furthest);
        screen.draw(lines);
        drawing = false;
        if (again) draw();
      })
      .catch(end.fail);
  }

  function ring(rows: readonly BoardRow[]): void {
    const late = rows.filter(({ lateness, order }) => lateness !== undefined && !rung.has(order.id));
    for (const { order } of late) rung.add(order.id);
    if (late.length > 0) screen.bell();
  }

  function viewOf(rows: readonly BoardRow[]): View {
    const { selected, ticket, scroll, message, question } = controls;
    return {
      place: `${place}, profile ${profile}`,
      empty: [nothingOpen({ hours, branch }), receiveHint(context)],
      rows,
      aside: feed.aside().length,
      ...{ selected, ticket, scroll, message },
      question: question && {
        text: textOf(question),
        answer: question.kind === 'reason' ? question.answer : undefined,
      },
      keys: io.stdin.isTTY === true,
      time: new Date(now()).toTimeString().slice(0, 8),
    };
  }

  function textOf(question: Question): string {
    if (question.kind === 'reason') return `Why is ${nameOf(question.row.order)} rejected?`;
    const { row, status } = question.wish;
    return `${verbs[status]} ${nameOf(row.order)} in ${place} (profile ${profile})? y/n`;
  }

  function onKey(key: Key): void {
    if (key.name === 'ctrl-c') end.fail(new CliError('interrupted', 'Stopped.'));
    else if (key.name === 'end-of-input') end.done();
    else {
      const wanted = press(controls, key, rowsNow());
      if (wanted === 'quit') leave();
      else if (wanted !== undefined) void send(wanted);
      draw();
    }
  }

  /** Leaves when the calls that are under way have ended; asked a second time, at once. */
  function leave(): void {
    if (busy.size === 0) end.done();
    else if (leaving) end.fail(leftUnknown(busy));
    leaving = true;
    const waiting = `Waiting for ${plural(busy.size, 'call')} to end. Press q again to leave at once.`;
    controls.message = { text: waiting, bad: false };
  }

  /** Never rejects: a failure is shown and changes nothing. */
  async function send({ row, status, comment }: Wish): Promise<void> {
    const { id } = row.order;
    const name = nameOf(row.order);
    busy.add(id);
    try {
      const client = await context.api.ordering();
      const reason = comment === undefined ? {} : { comment };
      await client.call(endpoints.syncOrderStatus, {
        body: { blink_order_id: id, status, ...reason },
        signal,
      });
      const text = `${name} is ${stateName(status).toLowerCase()}`;
      controls.message = { text: `${text}.`, bad: false };
      const kept = feed.confirmed({ at: now(), blink_order_id: id, status });
      settleChoice(controls, rowsNow());
      await kept.catch(async (error: unknown) => {
        const why = await whyOf(error);
        controls.message = { text: `${text}, but this could not be kept here: ${why}`, bad: true };
      });
    } catch (error) {
      controls.message = { text: `${name}: ${await whyOf(error)}`, bad: true };
      // Nobody would read it on a screen that is about to go.
      if (leaving) failure ??= error;
    } finally {
      busy.delete(id);
      if (leaving && busy.size === 0) {
        if (failure === undefined) end.done();
        else end.fail(failure);
      }
      draw();
    }
  }
}

function leftUnknown(ids: ReadonlySet<string>): CliError {
  const orders = `${ids.size === 1 ? 'order' : 'orders'} ${[...ids].join(', ')}`;
  return new CliError('unknown_outcome', `It is not known what became of ${orders}.`, {
    hint: 'Look in Blink before you repeat it.',
  });
}

/** Why a call failed: what the server said, where it said something, else what went wrong and what to do. */
async function whyOf(error: unknown): Promise<string> {
  const { inWords } = await import('../../../words.ts');
  const { details, message, hint } = inWords(error);
  const said = details?.flatMap(({ message }) => message ?? []) ?? [];
  return said.length > 0 ? said.join(' ') : `${message} ${hint ?? ''}`.trim();
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
