import { CliError } from '../../errors.ts';
import { type Event, historyOf } from '../../ledger/history.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import { define } from '../shared/command.ts';
import { localTime } from '../shared/words.ts';
import { bookNames } from './verify.ts';

export default define(
  (command) => command.argument('<id>', 'a product, an order, a mapping key or a task, by its id'),
  ['blink ledger show bbq-01 --env local', 'blink ledger show 10045 --env local --json'],
  async (context, [id]) => {
    const folder = context.target().folder;
    const events = bookNames.flatMap((name) => historyOf(folder, name, id));
    if (events.length === 0) {
      throw new CliError('failed', `Nothing with the id ${id} was sent from here.`, {
        hint: 'The ledger knows what this profile sent to this environment, from this computer.',
      });
    }
    await context.output.records(events, columns);
  },
);

const columns: readonly RecordColumn<Event>[] = [
  {
    key: 'at',
    header: 'When',
    value: ({ at }) => new Date(at).toISOString(),
    show: ({ at }) => localTime(at),
  },
  { key: 'kind', header: 'Kind', value: ({ kind }) => kind },
  { key: 'what', header: 'What', value: ({ what }) => what },
  { key: 'detail', header: 'As', value: ({ detail }) => detail },
  { key: 'job', header: 'By', value: ({ job }) => job },
  { key: 'to', header: 'To', value: ({ to }) => to },
];
