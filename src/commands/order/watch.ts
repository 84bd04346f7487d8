import { CliError } from '../../errors.ts';
import type { Limits } from '../../inbox/board.ts';
import type { Context } from '../../session/context.ts';
import { define } from '../shared/command.ts';
import { warnOfUnknownBranch } from '../shared/unknown-branches.ts';
import { duration, wholeNumber } from '../shared/values.ts';
import { plural } from '../shared/words.ts';
import type { Feed } from './shared/feed.ts';
import type { BoardRow } from './shared/rows.ts';

export default define(
  (command) =>
    command
      .option('--accept-within <time>', 'how long an order may be pending, such as 3m', duration)
      .option(
        '--dispatch-within <time>',
        'how long until it must be on its way; not for pre-orders',
        duration,
      )
      .option('--branch <branch>', 'only the orders of this branch, by its id or your code')
      .option('--hours <number>', 'how far back to look', wholeNumber(1, 24 * 31), 24)
      .option(
        '--once',
        'print the open orders and end; exit code 1 when one waits too long or an event was put aside',
      ),
  [
    'blink orders watch --env local',
    'blink orders watch --accept-within 3m --dispatch-within 25m --env local',
    'blink orders watch --once --json --accept-within 3m --env local',
    'blink orders watch --output ndjson --env local',
  ],
  async (context, _, flags) => {
    const { output, io } = context;
    if (!flags.once && (output.format === 'json' || output.format === 'csv')) {
      throw new CliError('usage', `A board that never ends is no ${output.format} document.`, {
        hint: 'Add --once for the orders as they are now, or follow them with --output ndjson.',
      });
    }
    const { openFeed } = await import('./shared/feed.ts');
    const { hours, branch, acceptWithin, dispatchWithin } = flags;
    if (branch !== undefined) await warnOfUnknownBranch(context, '--branch', branch);
    const limits = { acceptWithin, dispatchWithin };
    const feed = await openFeed(context, { within: hours * hour, branch, ...limits });
    if (flags.once) return printOnce(context, feed, { hours, branch, ...limits });
    if (output.forPeople && io.stdout.isTTY && io.env.TERM !== 'dumb') {
      const { runBoard } = await import('./shared/run-board.ts');
      return runBoard(context, feed, { hours, branch });
    }
    const { streamChanges } = await import('./shared/changes.ts');
    return streamChanges(context, feed);
  },
);

const hour = 3_600_000;

interface Shown extends Limits {
  hours: number;
  branch: string | undefined;
}

/** @throws CliError `failed` when an order waits too long, an event was put aside, or the inbox is damaged */
async function printOnce(context: Context, feed: Feed, shown: Shown): Promise<void> {
  const { output } = context;
  const rows = feed.rows();
  const aside = feed.aside();
  const { asideWords, boardColumns, orderColumns } = await import('./shared/rows.ts');
  const late = rows.filter(({ lateness }) => lateness !== undefined).length;
  if (output.format === 'json') {
    const orders = rows.map((row) =>
      Object.fromEntries(orderColumns.map(({ key, value }) => [key, value(row) ?? null])),
    );
    await output.json({
      orders,
      late,
      aside: aside.map(({ id, receivedAt, why }) => ({ id, receivedAt, why })),
    });
  } else if (!output.forPeople) await output.records(rows, orderColumns);
  else if (rows.length === 0) {
    const { nothingOpen, receiveHint } = await import('./shared/draw.ts');
    await output.report(nothingOpen(shown));
    output.note(receiveHint(context));
  } else {
    const [{ boardLines }, { markLate }] = await Promise.all([
      import('../../terminal/board.ts'),
      import('./shared/draw.ts'),
    ]);
    const style = await output.style('stdout');
    const { shown: columns, importance } = boardColumns;
    const lines = await boardLines(rows, columns, { importance, width: output.width('stdout'), style });
    const coloured = lines.map((line, i) => (rows[i - 1]?.lateness ? markLate(line, style) : line));
    await output.data(`${coloured.join('\n')}\n`);
  }
  const wrong = [
    ...(late > 0 ? [lateWords(rows, shown)] : []),
    ...(aside.length > 0 ? [asideWords(aside.length)] : []),
    ...(feed.damage.length > 0 ? [`${plural(feed.damage.length, 'line')} of the inbox can't be read`] : []),
  ];
  if (wrong.length === 0) return;
  const look = 'Look at what was put aside: blink webhook inbox list --state quarantined';
  const check = feed.damage.length > 0 ? 'What is damaged: blink webhook inbox list' : undefined;
  throw new CliError('failed', `${wrong.join(', ')}.`, { hint: aside.length > 0 ? look : check });
}

/** `2 orders wait longer than 3 min`. */
function lateWords(rows: readonly BoardRow[], { acceptWithin, dispatchWithin }: Limits): string {
  const count = (kind: BoardRow['lateness']) => rows.filter(({ lateness }) => lateness === kind).length;
  const [waiting, undispatched] = [count('accept'), count('dispatch')];
  const verb = (number: number, one: string, many: string) => (number === 1 ? one : many);
  return [
    ...(waiting > 0
      ? [
          `${plural(waiting, 'order')} ${verb(waiting, 'waits', 'wait')} longer than ${timeWords(acceptWithin)}`,
        ]
      : []),
    ...(undispatched > 0
      ? [
          `${plural(undispatched, 'order')} ${verb(undispatched, 'is', 'are')} not on the way after ${timeWords(dispatchWithin)}`,
        ]
      : []),
  ].join(', ');
}

function timeWords(ms = 0): string {
  const seconds = ms / 1000;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
