import { stockBody, syncStockAndPrice } from '../../api/ordering.ts';
import type { RecordFile } from '../../catalog/records/kind.ts';
import { jobFolder } from '../../config/paths.ts';
import { requireEnvironment } from '../../config/settings.ts';
import type { Context } from '../../context.ts';
import { endpoints } from '../../contract/endpoints.ts';
import type { StockProduct } from '../../contract/stock.ts';
import { CliError } from '../../errors.ts';
import { addStockState, type KnownStock, knownStock, readStockState } from '../../sync/stock-state.ts';
import type { RecordJob } from '../bulk.ts';
import { stockIntent } from '../intents.ts';
import { plural } from '../words.ts';

/** The folder of a profile and environment, and what Blink confirmed there of stock and prices. */
export interface StockState {
  folder: string;
  known: Map<string, KnownStock>;
}

/** @throws CliError `usage` when no environment is chosen */
export function stockState({ folders, output, settings }: Context): StockState {
  const folder = jobFolder(folders.state, settings.profile.value, requireEnvironment(settings));
  return { folder, known: readStockState(folder, (message) => output.warn(message)) };
}

/** The job of sending stock and prices and remembering what was confirmed. */
export function stockJob(
  context: Context,
  records: readonly StockProduct[],
  file: RecordFile<StockProduct> | undefined,
  { folder }: StockState,
): RecordJob<StockProduct> {
  const { api, output, settings } = context;
  const stockQuantityKey = settings.stockQuantityKey.value;
  const warn = (message: string) => output.warn(message);
  return {
    name: 'stock-sync',
    records,
    file,
    endpoint: endpoints.syncStockAndPrice,
    list: 'products',
    idOf: ({ id }) => String(id),
    client: () => api.ordering(),
    body: (batch) => stockBody(batch, stockQuantityKey),
    send: (client, batch, signal) => syncStockAndPrice(client, batch, { signal, stockQuantityKey }),
    keep: async (done) => {
      const confirmed = new Map(done.map((product) => [String(product.id), knownStock(product)]));
      await addStockState(folder, confirmed, warn).catch((error: unknown) => {
        if (!(error instanceof CliError)) throw error;
        output.warn(`Warning: what was confirmed could not be kept for the next run. ${error.message}`);
      });
    },
    question: `send stock and prices of ${plural(records.length, 'product')}`,
    intent: stockIntent,
    done: ({ price, discount_price, branches }) =>
      `price ${price}${discount_price ? `, discounted ${discount_price}` : ''}, ${plural(branches.length, 'branch', 'branches')}`,
  };
}
