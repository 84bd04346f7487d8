import type { StockProduct } from '../../../blink/contract/stock.ts';
import { endpoints } from '../../../blink/endpoints.ts';
import { productsBody } from '../../../blink/products-body.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import { stockHolds } from '../../../ledger/catalog.ts';
import type { Context } from '../../../session/context.ts';
import type { Job } from '../../shared/bulk/job.ts';
import type { Plan } from '../../shared/bulk/plan.ts';
import { stockIntent } from '../../shared/intents.ts';
import { plural } from '../../shared/words.ts';

interface Stock {
  /** The command that sends it: `stock sync`. */
  command: string;
  records: readonly StockProduct[];
  file?: FileOf<StockProduct>;
  batchSize?: number;
  job: Job;
}

/** Stock and prices to be sent. */
export function stockPlan(
  { settings }: Context,
  { job: { state }, records, ...given }: Stock,
): Plan<StockProduct> {
  return {
    ...given,
    records,
    kind: 'stock',
    endpoint: endpoints.syncStockAndPrice,
    list: 'products',
    idOf: ({ id }) => String(id),
    contentOf: (product) => product,
    stillHolds: (id) => state !== undefined && stockHolds(state, id),
    body: (batch) => productsBody(batch, settings.stockQuantityKey.value),
    question: `send stock and prices of ${plural(records.length, 'product')}`,
    intent: stockIntent,
    done: ({ price, discount_price, branches }) =>
      `price ${price}${discount_price ? `, discounted ${discount_price}` : ''}, ${plural(branches.length, 'branch', 'branches')}`,
  };
}
