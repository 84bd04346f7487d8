import type { Customer, CustomersPage } from '../../blink/contract/account.ts';
import type { Walk } from '../../blink/pages.ts';
import type { Context } from '../../session/context.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import { define } from '../shared/command.ts';
import { wholeNumber } from '../shared/values.ts';
import { plural } from '../shared/words.ts';

const mostAhead = 32;

export default define(
  (command) =>
    command
      .option('--page <number>', 'the page to show, or to begin with', wholeNumber(1), 1)
      .option(
        '--limit <count>',
        'stop after this many customers, over as many pages as that takes',
        wholeNumber(1),
      )
      .option('--all', 'every page from there on')
      .option('--concurrency <count>', 'how many pages to fetch ahead', wholeNumber(1, mostAhead), 4),
  [
    'blink customers --env local',
    'blink customers list --page 2 --env local',
    'blink customers list --limit 250 --env local --json',
    'blink customers list --all --env local --out customers.csv',
  ],
  async (context, _, { page, limit, all, concurrency }) => {
    if (all || limit !== undefined) return listMany(context, { first: page, limit, concurrency });
    await listOne(context, page);
  },
);

async function listOne(context: Context, page: number): Promise<void> {
  const { output, signal } = context;
  const fetch = await fetcher(context);
  const { data, last_page: last } = await fetch(page, signal);
  if (data.length > 0 || !output.forPeople) await output.records(data, columns);
  else await output.report(nobodyOn(page, last));
  if (output.forPeople && page < last) {
    output.note(`Page ${page} of ${last}: --page ${page + 1} shows the next one, --all shows all of them.`);
  }
}

async function listMany(context: Context, walk: Walk): Promise<void> {
  const { output, io } = context;
  const [{ walkPages }, fetch] = await Promise.all([import('../../blink/pages.ts'), fetcher(context)]);
  // Where the customers themselves scroll by, nothing else need show that there is progress.
  const progress = io.stdout.isTTY ? undefined : await output.progress('Fetching customers');
  let given = 0;

  async function* records(): AsyncIterable<readonly Customer[]> {
    for await (const page of walkPages(fetch, walk)) {
      given += page.data.length;
      progress?.update(`${plural(given, 'customer')}, page ${page.current_page} of ${page.last_page}`);
      yield page.data;
    }
  }

  try {
    await output.stream(records(), columns);
  } finally {
    progress?.stop();
  }
}

/** Fetches one page, until the run is interrupted or `signal` says that nobody wants it any more. */
async function fetcher({
  api,
}: Context): Promise<(page: number, signal: AbortSignal) => Promise<CustomersPage>> {
  const [client, { customersOn }] = await Promise.all([api.ordering(), import('../../blink/customers.ts')]);
  return (page, signal) => customersOn(client, page, { signal });
}

function nobodyOn(page: number, last: number): string {
  return page > last
    ? `There is no page ${page}: page ${last} is the last one.`
    : 'There are no customers yet.';
}

const columns: readonly RecordColumn<Customer>[] = [
  { key: 'full_name', header: 'Name', value: ({ full_name }) => full_name },
  { key: 'phone', header: 'Phone', value: ({ phone }) => phone, whole: true },
  { key: 'email', header: 'Email', value: ({ email }) => email },
  { key: 'total_orders', header: 'Orders', value: ({ total_orders }) => total_orders, right: true },
  { key: 'signup_date', header: 'Signed up', value: ({ signup_date }) => signup_date, whole: true },
];
