import { isUtf8 } from 'node:buffer';
import type { Damage, Found } from '../../../inbox/inbox.ts';
import { ndjsonListing, type RecordColumn } from '../../../terminal/listing.ts';
import { define } from '../../shared/command.ts';
import { pagesOf } from '../shared/pages.ts';
import { refuseDamage, select, selectionFlags } from '../shared/selection.ts';

/** How many events go out at once: they are held in memory. */
const pageSize = 20;

export default define(
  (command) => selectionFlags(command),
  [
    'blink webhook inbox export --since 7d --env local --out week.ndjson',
    'blink webhook inbox export --kind order --env local --out orders.csv',
  ],
  async (context, _, selection) => {
    const { output } = context;
    const damage: Damage[] = [];
    const found = pagesOf(select(context, selection, {}, damage), pageSize);
    // A table has no room for bodies.
    if (output.forPeople) {
      const listing = ndjsonListing(columns);
      await output.whole(async () => {
        for await (const page of found) await output.data(await listing.next(page));
      });
    } else await output.stream(found, columns);
    refuseDamage(damage);
  },
);

const columns: readonly RecordColumn<Found>[] = [
  { key: 'id', header: 'Event', value: ({ event }) => event.id },
  { key: 'receivedAt', header: 'Received', value: ({ event }) => event.receivedAt },
  { key: 'kind', header: 'Kind', value: ({ event }) => event.kind },
  { key: 'key', header: 'Key', value: ({ event }) => event.key },
  { key: 'branch', header: 'Branch', value: ({ event }) => event.branch },
  { key: 'path', header: 'Path', value: ({ event }) => event.path },
  { key: 'state', header: 'State', value: ({ state }) => state },
  { key: 'duplicateOf', header: 'Repeats', value: ({ event }) => event.duplicateOf },
  { key: 'why', header: 'Why', value: ({ event }) => event.why },
  { key: 'notes', header: 'Notes', value: ({ event }) => event.notes?.join('; ') },
  { key: 'peer', header: 'Peer', value: ({ event }) => event.peer },
  { key: 'headers', header: 'Headers', value: ({ event }) => event.headers && JSON.stringify(event.headers) },
  { key: 'encoding', header: 'Encoding', value: ({ event }) => (isUtf8(event.body) ? 'text' : 'base64') },
  {
    ...{ key: 'body', header: 'Body' },
    value: ({ event: { body } }) => (isUtf8(body) ? body.toString() : body.toString('base64')),
  },
];
