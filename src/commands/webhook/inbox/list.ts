import type { Damage, StoredEvent } from '../../../inbox/store/inbox.ts';
import type { RecordColumn } from '../../../terminal/output.ts';
import { showRupees } from '../../../terminal/rupees.ts';
import { branchCodeOf } from '../../shared/branch-codes.ts';
import { define } from '../../shared/command.ts';
import { wholeNumber } from '../../shared/values.ts';
import { plural } from '../../shared/words.ts';
import { type Facts, factReader } from '../shared/facts.ts';
import { type Found, nothingFound, refuseDamage, select, selectionFlags } from '../shared/selection.ts';

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
    const factsOf = factReader(branchCodeOf(context));
    const most = limit ?? (output.forPeople ? usualLimit : undefined);
    const columns = output.forPeople ? shown : [...shown, ...further];

    const damage: Damage[] = [];

    async function* rows(): AsyncGenerator<Row> {
      for await (const found of select(context, selection, damage)) {
        yield { ...found, facts: factsOf(found.event) };
      }
    }

    if (most === undefined) {
      await output.stream(pages(rows()), columns);
      return refuseDamage(damage);
    }
    const { newest, total } = await keepNewest(rows(), most);
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

async function* pages(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let page: Row[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  yield page;
}

async function keepNewest(rows: AsyncIterable<Row>, most: number): Promise<{ newest: Row[]; total: number }> {
  let newest: Row[] = [];
  let total = 0;
  for await (const row of rows) {
    total += 1;
    newest.push(row);
    if (newest.length >= 2 * most) newest = newest.slice(-most);
  }
  return { newest: newest.slice(-most), total };
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
