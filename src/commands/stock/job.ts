import { stockBody, syncStockAndPrice } from '../../api/ordering.ts';
import { unclearAnswer } from '../../api/verdict.ts';
import type { RecordFile } from '../../catalog/records/kind.ts';
import type { Context } from '../../context.ts';
import { endpoints } from '../../contract/endpoints.ts';
import type { StockProduct } from '../../contract/stock.ts';
import { stockHolds } from '../../ledger/catalog.ts';
import { stockIntent } from '../intents.ts';
import type { RecordJob } from '../record-job.ts';
import { plural } from '../words.ts';
import type { Work } from '../work.ts';

/** The job of sending stock and prices. */
export function stockJob(
  { api, settings }: Context,
  name: string,
  records: readonly StockProduct[],
  file: RecordFile<StockProduct> | undefined,
  { state }: Work,
): RecordJob<StockProduct> {
  const stockQuantityKey = settings.stockQuantityKey.value;
  return {
    name,
    kind: 'stock',
    records,
    file,
    endpoint: endpoints.syncStockAndPrice,
    list: 'products',
    idOf: ({ id }) => String(id),
    contentOf: (product) => product,
    stillHolds: (id) => state !== undefined && stockHolds(state, id),
    client: () => api.ordering(),
    body: (batch) => stockBody(batch, stockQuantityKey),
    async send(client, batch, limits) {
      return { why: unclearAnswer(await syncStockAndPrice(client, batch, { ...limits, stockQuantityKey })) };
    },
    question: `send stock and prices of ${plural(records.length, 'product')}`,
    intent: stockIntent,
    done: ({ price, discount_price, branches }) =>
      `price ${price}${discount_price ? `, discounted ${discount_price}` : ''}, ${plural(branches.length, 'branch', 'branches')}`,
  };
}
