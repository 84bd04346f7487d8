import type { Context } from '../../context.ts';
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
  const look = () => {
    const lines = changesIn(feed, known).map(([change, row]) => {
      const record = orderColumns.map(({ key, value }) => [key, value(row) ?? null]);
      return `${JSON.stringify({ at: new Date(now()).toISOString(), change, ...Object.fromEntries(record) })}\n`;
    });
    writing = writing.then(() => output.data(lines.join('')));
    writing.catch(() => ending.abort());
  };
  look();
  const timer = setInterval(look, tick);
  try {
    await feed.follow(AbortSignal.any([signal, ending.signal]), look);
  } finally {
    clearInterval(timer);
  }
  await writing;
  signal.throwIfAborted();
}

type Change = readonly ['open' | 'state' | 'late' | 'closed', BoardRow];

/** What is different from the last time. */
function changesIn(feed: Feed, known: Map<string, BoardRow>): Change[] {
  const rows = feed.rows();
  const changes = rows.flatMap((row): Change[] => {
    const before = known.get(row.order.id);
    known.set(row.order.id, row);
    if (before === undefined) return [['open', row], ...(row.lateness ? [['late', row] as const] : [])];
    return [
      ...(before.order.status === row.order.status ? [] : [['state', row] as const]),
      ...(row.lateness && !before.lateness ? [['late', row] as const] : []),
    ];
  });
  const open = new Set(rows.map(({ order }) => order.id));
  for (const [id, row] of known) {
    if (open.has(id)) continue;
    known.delete(id);
    const status = feed.stateOf(id) ?? row.order.status;
    changes.push(['closed', { ...row, order: { ...row.order, status }, lateness: undefined }]);
  }
  return changes;
}
