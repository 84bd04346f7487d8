import type { Context } from '../../../session/context.ts';
import type { Feed } from './feed.ts';
import { type BoardRow, orderColumns } from './rows.ts';

/** How often orders are looked at for having become late, in milliseconds. */
const tick = 1000;

/**
 * Prints a record for each change, a line of JSON each: `open` for an order that is open, at the start or from now on,
 * `state` for another state, `late` for one that begins to wait too long, `closed` for one that is delivered or rejected.
 */
export async function streamChanges({ output, signal, now }: Context, feed: Feed): Promise<void> {
  const ending = new AbortController();
  const known = new Map<string, BoardRow>();
  let writing = Promise.resolve();
  const look = (ids: Iterable<string>) => {
    const lines = Array.from(ids, (id) => changesOf(id, feed, known)).flat();
    const text = lines.map(([change, row]) => {
      const record = orderColumns.map(({ key, value }) => [key, value(row) ?? null]);
      return `${JSON.stringify({ at: new Date(now()).toISOString(), change, ...Object.fromEntries(record) })}\n`;
    });
    writing = writing.then(() => output.data(text.join('')));
    writing.catch(() => ending.abort());
  };
  const lookAtAll = () => look(new Set([...feed.rows().map(({ order }) => order.id), ...known.keys()]));
  lookAtAll();
  const timer = setInterval(lookAtAll, tick);
  try {
    await feed.follow(AbortSignal.any([signal, ending.signal]), (id) => look([id]));
  } finally {
    clearInterval(timer);
  }
  await writing;
  signal.throwIfAborted();
}

type Change = readonly ['open' | 'state' | 'late' | 'closed', BoardRow];

/** What is different about an order from the last time. */
function changesOf(id: string, feed: Feed, known: Map<string, BoardRow>): Change[] {
  const before = known.get(id);
  const row = feed.row(id);
  if (row === undefined) {
    if (before === undefined) return [];
    known.delete(id);
    const status = feed.stateOf(id) ?? before.order.status;
    return [['closed', { ...before, order: { ...before.order, status }, lateness: undefined }]];
  }
  known.set(id, row);
  const becameLate: Change[] = row.lateness && !before?.lateness ? [['late', row]] : [];
  if (before === undefined) return [['open', row], ...becameLate];
  return [...(before.order.status === row.order.status ? [] : [['state', row] as const]), ...becameLate];
}
