import { type PriceMove, percentMoved } from '../../catalog/diff.ts';
import { stockRecords } from '../../catalog/records/stock.ts';
import type { Context } from '../../context.ts';
import type { StockProduct } from '../../contract/stock.ts';
import { checkPrices, defaultLimits } from '../../sync/limits.ts';
import { type KnownStock, knownStock } from '../../sync/stock-state.ts';
import { withoutCodes } from '../branch-codes.ts';
import { bulkFlags, runRecords } from '../bulk.ts';
import { define } from '../command.ts';
import { spread } from '../job.ts';
import { limitFlags } from '../limit-flags.ts';
import { readMenuFile, readRecordFile, stockCellFlags } from '../reading.ts';
import { wholeNumber } from '../values.ts';
import { plural } from '../words.ts';
import { stockJob, stockState } from './job.ts';

export default define(
  (command) =>
    limitFlags(
      bulkFlags(
        stockCellFlags(command)
          .argument('<file>', 'stock and prices as CSV, JSON or NDJSON; - reads standard input')
          .option('--batch-size <count>', 'how many products go into one request', wholeNumber(1), 50)
          .option('--changed-only', 'leave out products that are as Blink confirmed them last')
          .option('--no-discounts', 'the file has no discounts: end all there are')
          .option('--prices-from <file>', 'take the prices that the file leaves out from this menu'),
      ),
    ),
  [
    'blink stock sync stock.csv --env local',
    'blink stock sync stock.csv --changed-only --env local',
    'blink stock sync stock.csv --env local --dry-run --json',
  ],
  async (context, [path], flags) => {
    await spread(context, flags);
    const state = stockState(context);
    const prices = await pricesFrom(context, flags.pricesFrom);
    const kind = stockRecords({ noDiscounts: !flags.discounts, prices });
    const file = await readRecordFile(context, path, kind, flags, { allowEmpty: flags.allowEmpty ?? false });
    const all = withoutCodes(context, file.records);
    checkPrices(
      all.flatMap((product) => moveOf(product, state.known)),
      {
        ...defaultLimits,
        priceChange: flags.maxPriceChange,
        priceMoves: flags.maxPriceMoves,
      },
    );
    const kept = all.map((product) => !flags.changedOnly || isChanged(product, state.known));
    const records = all.filter((_, i) => kept[i]);
    const left = all.length - records.length;
    if (left > 0) context.output.note(`${plural(left, 'product')} unchanged, left out.`);
    if (records.length === 0 && !flags.dryRun) return nothingToDo(context, left);
    const indexes = kept.flatMap((keep, i) => (keep ? [i] : []));
    const sent = {
      ...file,
      records,
      locate: (places: readonly { index: number; field: string }[]) =>
        file.locate(places.map(({ index, field }) => ({ index: indexes[index] ?? index, field }))),
      original: (wanted: readonly number[]) => file.original(wanted.map((index) => indexes[index] ?? index)),
    };
    await runRecords(context, flags, {
      ...stockJob(context, records, sent, state),
      batchSize: flags.batchSize,
    });
  },
);

async function pricesFrom(context: Context, path: string | undefined): Promise<Map<string, number>> {
  if (path === undefined) return new Map();
  const { products } = await readMenuFile(context, path, {});
  return new Map(products.map(({ id, price }) => [String(id), price]));
}

function moveOf({ id, price }: StockProduct, known: ReadonlyMap<string, KnownStock>): PriceMove[] {
  const before = known.get(String(id))?.price;
  if (before === undefined || before === price) return [];
  const name = String(id);
  return [{ id: name, name, field: 'price', before, after: price, percent: percentMoved(before, price) }];
}

function isChanged(product: StockProduct, known: ReadonlyMap<string, KnownStock>): boolean {
  return known.get(String(product.id))?.hash !== knownStock(product).hash;
}

async function nothingToDo({ output }: Context, skipped: number): Promise<void> {
  if (output.forPeople) await output.report('Nothing to do.');
  else await output.json({ done: 0, refused: 0, unknown: 0, skipped, results: [] });
}
