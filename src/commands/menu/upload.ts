import type { MenuFile } from '../../catalog/read-menu.ts';
import { jobFolder } from '../../config/paths.ts';
import { requireEnvironment } from '../../config/settings.ts';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { contentHash } from '../../sync/content.ts';
import type { Journal } from '../../sync/journal.ts';
import { keepImport, type LastImport } from '../../sync/last-import.ts';
import type { RunReport } from '../../sync/report.ts';
import { runBulk } from '../../sync/run.ts';
import { noteResumed } from '../job.ts';
import { plural } from '../words.ts';

/** Sends a menu, in one request unless the batches are smaller. */
export async function upload(
  context: Context,
  { products }: MenuFile,
  batchSize: number,
  journal: Journal | undefined,
  signal: AbortSignal,
): Promise<RunReport> {
  const { api, output, settings } = context;
  const [client, { importMenu }] = await Promise.all([api.ordering(), import('../../api/ordering.ts')]);
  const stockQuantityKey = settings.stockQuantityKey.value;
  const total = plural(products.length, 'product');
  const progress = await output.progress(`Sending ${total}`);
  // A request says what is on the menu. Where one has all of it, a change of any product makes it another request.
  const whole = batchSize < products.length ? undefined : contentHash(products);
  try {
    return await runBulk({
      items: products,
      idOf: ({ id }) => String(id),
      batchSize,
      concurrency: 1,
      send: (batch) => importMenu(client, batch, { signal, stockQuantityKey }),
      list: 'products',
      salvage: false,
      signal,
      journal,
      contentOf: (product) => whole ?? product,
      onResume: (done) => journal && noteResumed(context, journal, done, products.length),
      onProgress: (settled) => progress.update(`Sent ${settled} of ${total}`),
    });
  } finally {
    progress.stop();
  }
}

/** What is confirmed is the menu that the next import is compared with; of a part, the rest stays as it was. */
export async function keepConfirmed(
  { folders, output, settings, now }: Context,
  { products }: MenuFile,
  { outcomes, earlier }: RunReport,
  last: LastImport | undefined,
): Promise<void> {
  const confirmed = products.filter((_, i) => outcomes[i]?.outcome === 'done' || earlier.has(i));
  if (confirmed.length === 0) return;
  const folder = jobFolder(folders.state, settings.profile.value, requireEnvironment(settings));
  const importedAt = new Date(now()).toISOString();
  const ids = new Set(confirmed.map(({ id }) => String(id)));
  const whole = confirmed.length === products.length;
  const others = whole ? [] : (last?.products ?? []).filter(({ id }) => !ids.has(String(id)));
  try {
    await keepImport(folder, { importedAt, products: [...confirmed, ...others] });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.warn(`Warning: the next import cannot be compared with this one. ${error.message}`);
  }
}
