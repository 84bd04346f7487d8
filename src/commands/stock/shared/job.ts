import { unclearAnswer } from '../../../blink/answers/verdict.ts';
import type { StockProduct } from '../../../blink/contract/stock.ts';
import { endpoints } from '../../../blink/endpoints.ts';
import { stockBody, syncStockAndPrice } from '../../../blink/ordering.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import { stockHolds } from '../../../ledger/catalog.ts';
import type { Context } from '../../../session/context.ts';
import { stockIntent } from '../../shared/intents.ts';
import type { RecordJob } from '../../shared/record-job.ts';
import { plural } from '../../shared/words.ts';
import type { Work } from '../../shared/work.ts';

/** The job of sending stock and prices. */
export function stockJob(
  { api, settings }: Context,
  name: string,
  records: readonly StockProduct[],
  file: FileOf<StockProduct> | undefined,
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
