import { kinds } from '../../catalog/cells.ts';
import type { Context } from '../../context.ts';
import { matches } from '../../contract/check.ts';
import { StockProduct } from '../../contract/stock.ts';
import { CliError } from '../../errors.ts';
import { readLastImport } from '../../sync/last-import.ts';
import { withoutCodes } from '../branch-codes.ts';
import { runRecords } from '../bulk.ts';
import { define } from '../command.ts';
import { readTyped } from '../fields.ts';
import { type StockState, stockJob, stockState } from './job.ts';

export default define(
  (command) =>
    command
      .argument('<product>', 'the product, by its id')
      .option('--price <amount>', 'its price; the last one that was sent unless given')
      .option('--discount-price <amount>', 'its discount price, 0 for none; the last one unless given')
      .option('--branch <id>', 'the branch, by its id or your own code for it')
      .option('--stock <count>', 'how many the branch has')
      .option('--branch-price <amount>', 'another price in this branch')
      .option('--active <yes|no>', 'whether the branch sells it')
      .option('--dry-run', 'show what would be sent, send nothing'),
  [
    'blink stock set bbq-01 --branch 101 --stock 12 --price 520 --discount-price 0 --env local',
    'blink stock set bbq-01 --price 540 --discount-price 0 --env local',
  ],
  async (context, [id], flags) => {
    const state = stockState(context);
    const read = (flag: string, typed: string | undefined, kind: typeof kinds.money) =>
      typed === undefined ? undefined : readTyped(flag, typed, kind, context.now());
    const branch = {
      is_active: read('--active', flags.active, kinds.boolean),
      price: read('--branch-price', flags.branchPrice, kinds.money),
      stock_quantity: read('--stock', flags.stock, kinds.stock),
    };
    const given = Object.entries(branch).filter(([, value]) => value !== undefined);
    if (given.length > 0 && flags.branch === undefined) {
      throw new CliError('usage', 'Which branch? --stock, --branch-price and --active need --branch ID.');
    }
    const known = lastKnown(context, state, id);
    const body = {
      id,
      price: read('--price', flags.price, kinds.money) ?? known.price,
      discount_price: read('--discount-price', flags.discountPrice, kinds.money) ?? known.discount_price,
      branches: flags.branch === undefined ? [] : [{ id: flags.branch, ...Object.fromEntries(given) }],
    };
    if (body.price === undefined) throw unknownAmount('price', '--price 520');
    if (body.discount_price === undefined) throw unknownAmount('discount price', '--discount-price 0');
    if (!matches(StockProduct, body)) throw new CliError('usage', 'This is not what Blink takes as stock.');
    const records = withoutCodes(context, [body]);
    await runRecords(context, { ...flags, concurrency: 1 }, stockJob(context, records, undefined, state));
  },
);

/** The last price and discount that Blink was sent. The menu knows of no discounts. */
function lastKnown(
  { output }: Context,
  { folder, known }: StockState,
  id: string,
): { price?: number; discount_price?: number } {
  const last = known.get(id);
  if (last) return { price: last.price, discount_price: last.discount_price };
  const menu = readLastImport(folder, (message) => output.warn(message));
  const product = menu?.products.find((one) => String(one.id) === id);
  return product ? { price: product.price } : {};
}

function unknownAmount(what: string, flag: string): CliError {
  return new CliError(
    'usage',
    `Blink needs the product's ${what} with every change, and none was sent from here yet.`,
    {
      hint: `Give it with ${flag}.`,
    },
  );
}
