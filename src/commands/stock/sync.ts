import type { StockProduct } from '../../blink/contract/stock.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import { stockKind } from '../../files/kinds/stock.ts';
import { isStockKnown, knownMenu } from '../../ledger/catalog.ts';
import { jsonHash } from '../../ledger/json-hash.ts';
import type { Context } from '../../session/context.ts';
import { withoutCodes } from '../shared/branch-codes.ts';
import { bulkFlags, waitForJitter } from '../shared/bulk/flags.ts';
import { beginJob, type Job } from '../shared/bulk/job.ts';
import { sendPlan } from '../shared/bulk/send.ts';
import { define } from '../shared/command.ts';
import { checkStockLimits, limitFlags, limitsOf } from '../shared/limits.ts';
import { warnOfLostZeros } from '../shared/lost-zeros.ts';
import { type CellFlags, readMenuFile, readRecordFile, stockCellFlags } from '../shared/reading.ts';
import { type TillFlags, tillFlags } from '../shared/till-flags.ts';
import { wholeNumber } from '../shared/values.ts';
import { plural } from '../shared/words.ts';
import { stockPlan } from './shared/plan.ts';

export default define(
  (command) =>
    limitFlags(
      bulkFlags(
        tillFlags(stockCellFlags(command))
          .argument(
            '<file...>',
            "stock and prices as CSV, JSON or NDJSON, or a till's export; - reads standard input",
          )
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
    'blink stock sync export_items.csv --branch 63 --no-discounts --negative-stock zero --env local',
  ],
  async (context, [paths], flags) => {
    await waitForJitter(context, flags);
    const prices = await pricesFrom(context, flags);
    const kind = stockKind({ noDiscounts: !flags.discounts, prices });
    const how = { ...flags, isBeside: flags.pricesFrom !== undefined };
    const file = await readRecordFile(context, paths, kind, how, { allowEmpty: flags.allowEmpty ?? false });
    const all = withoutCodes(context, file.items);
    const command = 'stock sync';
    const job = await beginJob(context, flags, {
      command,
      kind: 'stock',
      need: 'limits',
      lock: { file: paths[0] ?? '-' },
    });
    try {
      await warnOfLostZeros(context, knownMenu(job.state).products, all, file.locate);
      checkStockLimits(job.state, all, limitsOf(flags));
      const chosen = flags.changedOnly ? changedIn(all, job) : [...all.keys()];
      const left = all.length - chosen.length;
      if (left > 0) context.output.note(`${plural(left, 'product')} unchanged, left out.`);
      if (chosen.length === 0 && !flags.dryRun) return await nothingToDo(context, left);
      const part = partOf({ ...file, items: all }, chosen);
      const { batchSize } = flags;
      const plan = stockPlan(context, { command, records: part.items, file: part, batchSize, job });
      await sendPlan(context, flags, plan, job);
    } finally {
      await job.end();
    }
  },
);

async function pricesFrom(
  context: Context,
  {
    pricesFrom: path,
    report: _,
    format: __,
    ...flags
  }: CellFlags & TillFlags & { pricesFrom?: string | undefined },
): Promise<Map<string, number>> {
  if (path === undefined) return new Map();
  const { items } = await readMenuFile(context, path, { ...flags, isBeside: true });
  return new Map(items.map(({ id, price }) => [String(id), price]));
}

/** The positions of products that are not as Blink confirmed them last. */
function changedIn(products: readonly StockProduct[], { state }: Job): number[] {
  return products.flatMap((product, position) =>
    isStockKnown(state, String(product.id), jsonHash(product)) ? [] : [position],
  );
}

/** Some records of a file, which knows where they stand in it. */
function partOf<T>(file: FileOf<T>, positions: readonly number[]): FileOf<T> {
  const inFile = (index: number) => positions[index] ?? index;
  const inPart = new Map(positions.map((position, index) => [position, index]));
  return {
    ...file,
    items: positions.flatMap((position) => file.items[position] ?? []),
    locate: (places) => file.locate(places.map(({ index, field }) => ({ index: inFile(index), field }))),
    original: async (wanted) => {
      const rows = await file.original(wanted.map(inFile));
      return rows.map((row) => ({ ...row, index: inPart.get(row.index) ?? row.index }));
    },
  };
}

async function nothingToDo({ output }: Context, skipped: number): Promise<void> {
  if (output.forPeople) await output.report('Nothing to do.');
  else await output.json({ done: 0, refused: 0, unknown: 0, skipped, results: [] });
}
