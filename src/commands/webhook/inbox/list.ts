import type { StoredEvent } from '../../../inbox/event.ts';
import type { Damage, Found, Inbox } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import type { RecordColumn } from '../../../terminal/output.ts';
import { showRupees } from '../../../terminal/rupees.ts';
import { branchCodeOf } from '../../shared/branch-codes.ts';
import { define } from '../../shared/command.ts';
import { wholeNumber } from '../../shared/values.ts';
import { openInbox } from '../../shared/webhook-inbox.ts';
import { plural } from '../../shared/words.ts';
import { type Facts, factReader } from '../shared/facts.ts';
import { pagesOf } from '../shared/pages.ts';
import {
  nothingFound,
  queryFor,
  refuseDamage,
  type Selection,
  select,
  selectionFlags,
} from '../shared/selection.ts';

const usualLimit = 50;
/** How many records go out at once. */
const pageSize = 100;

export default define(
  (command) =>
    selectionFlags(command).option(
      '--limit <count>',
      'only the newest so many; in a table 50 unless given',
      wholeNumber(1),
    ),
  [
    'blink webhook inbox --env local',
    'blink webhook inbox list --since 2h --kind order --env local',
    'blink webhook inbox list --state dead --env local --json',
  ],
  async (context, _, { limit, ...selection }) => {
    const { output } = context;
    const most = limit ?? (output.forPeople ? usualLimit : undefined);
    const columns = output.forPeople ? shown : [...shown, ...further];
    const damage: Damage[] = [];
    if (most === undefined) {
      await output.stream(
        pagesOf(withFacts(context, select(context, selection, {}, damage)), pageSize),
        columns,
      );
      return refuseDamage(damage);
    }
    const inbox = await openInbox(context);
    const total = await inbox.count(queryFor(context, selection), (one) => damage.push(one));
    const newest = await newestRows(context, inbox, selection, most);
    if (total === 0 && output.forPeople) await output.report(nothingFound(context));
    else await output.records(newest, columns);
    if (output.forPeople && limit === undefined && total > newest.length) {
      output.note(`The newest ${newest.length} of ${plural(total, 'event')}: --limit ${total} shows all.`);
    }
    refuseDamage(damage);
  },
);

interface Row extends Found {
  facts: Facts;
}

async function* withFacts(context: Context, found: AsyncIterable<Found>): AsyncGenerator<Row> {
  const factsOf = factReader(branchCodeOf(context));
  for await (const one of found) yield { ...one, facts: factsOf(one.event) };
}

async function newestRows(
  context: Context,
  inbox: Inbox,
  selection: Selection,
  newest: number,
): Promise<Row[]> {
  const found: Found[] = [];
  // What is damaged is told of by whoever counts.
  for await (const one of select(context, selection, { newest }, [])) found.push(one);
  const factsOf = factReader(branchCodeOf(context));
  if (selection.kind === undefined) {
    // A state is called by the number of its order, which may be older than the newest events.
    const keys = found.flatMap(({ event }) => (event.kind === 'order-status' ? (event.key ?? []) : []));
    const orders = { ...queryFor(context, selection), kinds: ['order' as const], keys };
    if (keys.length > 0) for await (const { event } of inbox.read(orders)) factsOf(event);
  }
  return found.map((one) => ({ ...one, facts: factsOf(one.event) }));
}

const shown: readonly RecordColumn<Row>[] = [
  {
    ...{ key: 'receivedAt', header: 'Received', whole: true },
    value: ({ event }) => event.receivedAt,
    show: ({ event }) => shortTime(event),
  },
  { key: 'order', header: 'Order', value: ({ facts }) => facts.order },
  { key: 'kind', header: 'Kind', value: ({ event }) => event.kind, whole: true },
  { key: 'type', header: 'Type', value: ({ facts }) => facts.type },
  { key: 'branch', header: 'Branch', value: ({ event }) => event.branch, show: ({ facts }) => facts.branch },
  { key: 'customer', header: 'Customer', value: ({ facts }) => facts.customer },
  {
    key: 'total',
    header: 'Total',
    value: ({ facts }) => facts.total,
    show: ({ facts }) => showRupees(facts.total) ?? '',
    right: true,
  },
  { key: 'state', header: 'State', value: ({ state }) => state, whole: true },
  { key: 'id', header: 'Event', value: ({ event }) => event.id, whole: true },
];

/** What only scripts are told. */
const further: readonly RecordColumn<Row>[] = [
  { key: 'key', header: 'Key', value: ({ event }) => event.key },
  { key: 'path', header: 'Path', value: ({ event }) => event.path },
  { key: 'duplicateOf', header: 'Repeats', value: ({ event }) => event.duplicateOf },
  { key: 'why', header: 'Why', value: ({ event }) => event.why },
  { key: 'notes', header: 'Notes', value: ({ event }) => event.notes?.join('; ') },
  {
    ...{ key: 'attempts', header: 'Attempts' },
    value: ({ deliveries }) => deliveries.reduce((sum, { attempts }) => sum + attempts, 0),
  },
  {
    key: 'error',
    header: 'Error',
    value: ({ deliveries }) => deliveries.findLast(({ error }) => error)?.error,
  },
];

/** The clock on the wall, with the day for events that are older than today: `15:30`, `22 Nov 15:30`. */
function shortTime({ receivedAt }: StoredEvent): string {
  const time = new Date(receivedAt);
  const clock = time.toTimeString().slice(0, 5);
  const [, month = '', day = ''] = time.toDateString().split(' ');
  return time.toDateString() === new Date().toDateString() ? clock : `${Number(day)} ${month} ${clock}`;
}
