import { matches } from '../../blink/contract/check.ts';
import { StockProduct } from '../../blink/contract/stock.ts';
import { CliError } from '../../errors.ts';
import { kinds } from '../../files/cells/cells.ts';
import { knownPrice } from '../../ledger/catalog.ts';
import type { Context } from '../../session/context.ts';
import { withoutCodes } from '../shared/branch-codes.ts';
import { beginJob, type Job } from '../shared/bulk/job.ts';
import { sendPlan } from '../shared/bulk/send.ts';
import { define } from '../shared/command.ts';
import { readTyped } from '../shared/fields.ts';
import { warnOfUnknownBranches } from '../shared/unknown-branches.ts';
import { stockPlan } from './shared/plan.ts';

interface SetFlags {
  price?: string | undefined;
  discountPrice?: string | undefined;
  branch?: string | undefined;
  stock?: string | undefined;
  branchPrice?: string | undefined;
  active?: string | undefined;
  dryRun?: true | undefined;
}

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
    'blink stock set bbq-01 --branch 63 --stock 12 --price 520 --discount-price 0 --env local',
    'blink stock set bbq-01 --price 540 --discount-price 0 --env local',
  ],
  async (context, [id], flags) => {
    const given = readFlags(context, flags);
    await warnOfUnknownBranches(context, '--branch', [given]);
    const command = 'stock set';
    const job = await beginJob(context, flags, { command, kind: 'stock' });
    try {
      const records = withoutCodes(context, [stockOf(id, given, job)]);
      await sendPlan(context, flags, stockPlan(context, { command, records, job }), job);
    } finally {
      await job.end();
    }
  },
);

/** What the flags say, each read by the rule of its cell. */
function readFlags({ now }: Context, flags: SetFlags) {
  const read = (flag: string, typed: string | undefined, kind: typeof kinds.money) =>
    typed === undefined ? undefined : readTyped(flag, typed, kind, now());
  const branch = {
    is_active: read('--active', flags.active, kinds.boolean),
    price: read('--branch-price', flags.branchPrice, kinds.money),
    stock_quantity: read('--stock', flags.stock, kinds.stock),
  };
  const given = Object.entries(branch).filter(([, value]) => value !== undefined);
  if (given.length > 0 && flags.branch === undefined) {
    throw new CliError('usage', 'Which branch? --stock, --branch-price and --active need --branch ID.');
  }
  return {
    price: read('--price', flags.price, kinds.money),
    discount_price: read('--discount-price', flags.discountPrice, kinds.money),
    branches: flags.branch === undefined ? [] : [{ id: flags.branch, ...Object.fromEntries(given) }],
  };
}

/** The product as it is sent: what no flag says of its prices is what Blink was told last. */
function stockOf(id: string, given: ReturnType<typeof readFlags>, { state }: Job): StockProduct {
  const known = knownPrice(state, id);
  const body = {
    id,
    price: given.price ?? known?.price,
    discount_price: given.discount_price ?? known?.discount_price,
    branches: given.branches,
  };
  if (body.price === undefined) throw unknownAmount('price', '--price 520');
  if (body.discount_price === undefined) throw unknownAmount('discount price', '--discount-price 0');
  if (!matches(StockProduct, body)) throw new CliError('usage', 'This is not what Blink takes as stock.');
  return body;
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
