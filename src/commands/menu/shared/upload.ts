import type { MenuProduct } from '../../../blink/contract/menu.ts';
import type { RunReport } from '../../../bulk/report.ts';
import { runBulk } from '../../../bulk/run.ts';
import { contentHash } from '../../../ledger/content-hash.ts';
import type { Item } from '../../../ledger/entry.ts';
import type { RunNotes } from '../../../ledger/run.ts';
import type { Context } from '../../../session/context.ts';
import { notesIn } from '../../shared/notes.ts';
import { plural } from '../../shared/words.ts';
import { patienceFor, type Work } from '../../shared/work.ts';

/** Sends a menu, in one request unless the batches are smaller. @returns what came of it, and where to note that it is over */
export async function upload(
  context: Context,
  products: readonly MenuProduct[],
  batchSize: number,
  fresh: boolean,
  { ledger, signal }: Work,
): Promise<{ run: RunReport; notes: RunNotes }> {
  const { api, output, settings } = context;
  const [client, { importMenu }] = await Promise.all([api.ordering(), import('../../../blink/ordering.ts')]);
  const { unclearAnswer } = await import('../../../blink/answers/verdict.ts');
  const stockQuantityKey = settings.stockQuantityKey.value;
  const notes = notesIn(
    context,
    ledger,
    products.map((product): Item => [String(product.id), contentHash(product), product]),
    {
      kind: 'menu',
      job: 'menu import',
      durable: false,
      whole: true,
      // A request that has all of the menu says what is on it: a part of it would say something else.
      fresh: fresh || batchSize >= products.length,
    },
  );
  const patience = await patienceFor(context, true, signal);
  const total = plural(products.length, 'product');
  const progress = await output.progress(`Sending ${total}`);
  try {
    const run = await runBulk({
      items: products,
      idOf: ({ id }) => String(id),
      batchSize,
      concurrency: 1,
      async send(batch) {
        return {
          why: unclearAnswer(await importMenu(client, batch, { signal, patience, stockQuantityKey })),
        };
      },
      list: 'products',
      salvage: false,
      signal,
      notes,
      onProgress: (settled) => progress.update(`Sent ${settled} of ${total}`),
    });
    return { run, notes };
  } finally {
    progress.stop();
  }
}
