import { unclearAnswer } from '../../../blink/answers/verdict.ts';
import type { StockProduct } from '../../../blink/contract/stock.ts';
import { endpoints } from '../../../blink/endpoints.ts';
import { productsBody } from '../../../blink/products-body.ts';
import type { RecordFile } from '../../../files/kinds/kind.ts';
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
  file: RecordFile<StockProduct> | undefined,
  { state }: Work,
): RecordJob<StockProduct> {
  const body = (batch: readonly StockProduct[]) => productsBody(batch, settings.stockQuantityKey.value);
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
    body,
    async send(client, batch, limits) {
      const call = { body: body(batch), ...limits };
      return { why: unclearAnswer(await client.call(endpoints.syncStockAndPrice, call)) };
    },
    question: `send stock and prices of ${plural(records.length, 'product')}`,
    intent: stockIntent,
    done: ({ price, discount_price, branches }) =>
      `price ${price}${discount_price ? `, discounted ${discount_price}` : ''}, ${plural(branches.length, 'branch', 'branches')}`,
  };
}
