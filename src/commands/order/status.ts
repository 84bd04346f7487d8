import { type OrderStatusUpdate, orderStates } from '../../blink/contract/order.ts';
import { endpoints } from '../../blink/endpoints.ts';
import { CliError } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import type { Context } from '../../session/context.ts';
import { bulkFlags, waitForJitter } from '../shared/bulk/flags.ts';
import { runPlan } from '../shared/bulk/send.ts';
import { define } from '../shared/command.ts';
import { readTyped } from '../shared/fields.ts';
import { orderIntent, stateName } from '../shared/intents.ts';
import { type CellFlags, readRecordFile } from '../shared/reading.ts';
import { openInbox } from '../shared/webhook-inbox.ts';
import { plural } from '../shared/words.ts';

export default define(
  (command) =>
    bulkFlags(
      command
        .argument('[ids...]', "the orders, by Blink's order ids")
        .option('--accept', 'the order is accepted')
        .option('--dispatch', 'it is on its way')
        .option('--deliver', 'it has arrived')
        .option('--pending', 'it waits again')
        .option('--reject <reason>', 'it is rejected, and why')
        .option('--set <state>', 'pending, accepted, dispatched, delivered, rejected, or 0 to 4')
        .option('--comment <text>', 'a comment; the reason, where --set rejects')
        .option(
          '--from <file>',
          'a CSV, JSON or NDJSON file with id, status and comment of many orders; - reads standard input',
        ),
    ),
  [
    'blink order status 123 --accept --env local',
    'blink order status 1 2 3 --set dispatched --env local',
    'blink order status 4 --reject "too far" --env local',
    'blink order status --from orders.csv --env local',
  ],
  async (context, [ids], flags) => {
    await waitForJitter(context, flags);
    const { from } = flags;
    const { records, file } =
      from === undefined
        ? await typedOrders(context, ids, flags)
        : await filedOrders(context, from, ids, flags);
    await runPlan(context, flags, {
      command: 'order status',
      kind: 'order',
      records,
      file,
      endpoint: endpoints.syncOrderStatus,
      idOf: ({ blink_order_id }) => String(blink_order_id),
      body: ([update]) => update,
      contentOf: ({ status }) => status,
      keep: (done) => tellBoard(context, done),
      question: `change the state of ${plural(records.length, 'order')}`,
      intent: orderIntent,
      done: ({ status }) => stateName(status),
    });
  },
);

/** The board of `orders watch` is to know what was confirmed, also where Blink posts no event for it. */
async function tellBoard(context: Context, done: readonly OrderStatusUpdate[]): Promise<void> {
  if (done.length === 0) return;
  const inbox = await openInbox(context);
  const at = context.now();
  const actions = done.map(({ blink_order_id, status }) => ({
    at,
    blink_order_id: String(blink_order_id),
    status,
  }));
  try {
    await inbox.recordActions(actions);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    context.output.warn(`Warning: the board of "blink orders watch" does not know of this. ${error.message}`);
  }
}

interface StateFlags extends CellFlags {
  accept?: true | undefined;
  dispatch?: true | undefined;
  deliver?: true | undefined;
  pending?: true | undefined;
  reject?: string | undefined;
  set?: string | undefined;
  comment?: string | undefined;
}

interface Orders {
  records: readonly OrderStatusUpdate[];
  file?: FileOf<OrderStatusUpdate>;
}

const rejected = 4;
const stateFlags = '--accept, --dispatch, --deliver, --pending, --reject REASON or --set STATE';

async function typedOrders(context: Context, ids: readonly string[], flags: StateFlags): Promise<Orders> {
  if (ids.length === 0 || ids.some((id) => id.trim() === '')) {
    throw new CliError('usage', 'Which order? Give one or more order ids, or a file with --from.');
  }
  const status = await stateOf(context, flags);
  const comment =
    flags.reject ?? flags.comment ?? (status === rejected ? await askReason(context) : undefined);
  if (status === rejected && comment?.trim() === '') {
    throw new CliError('usage', 'A rejection needs its reason: --reject "too far".');
  }
  return {
    records: ids.map((id) => ({
      blink_order_id: id.trim(),
      status,
      ...(comment === undefined ? {} : { comment }),
    })),
  };
}

/** The one state that the flags name; on a terminal it is asked for where none does. */
async function stateOf({ prompts, now }: Context, flags: StateFlags): Promise<OrderStatusUpdate['status']> {
  const { orderState } = await import('../../files/cells/order-cells.ts');
  const named = [
    ...(flags.pending ? ['pending'] : []),
    ...(flags.accept ? ['accepted'] : []),
    ...(flags.dispatch ? ['dispatched'] : []),
    ...(flags.deliver ? ['delivered'] : []),
    ...(flags.reject === undefined ? [] : ['rejected']),
    ...(flags.set === undefined ? [] : [flags.set]),
  ];
  if (named.length > 1)
    throw new CliError('usage', `An order can have one state: give one of ${stateFlags}.`);
  const word =
    named[0] ??
    (await prompts.choose('Which state?', {
      flag: stateFlags,
      choices: orderStates.map((name) => ({ value: name.toLowerCase(), name: name.toLowerCase() })),
    }));
  const status = readTyped('--set', word, orderState, now());
  return isState(status) ? status : 0;
}

function isState(value: unknown): value is OrderStatusUpdate['status'] {
  return typeof value === 'number' && value in orderStates;
}

function askReason({ prompts }: Context): Promise<string> {
  return prompts.text('Why is it rejected?', { flag: '--reject REASON' });
}

async function filedOrders(
  context: Context,
  from: string,
  ids: readonly string[],
  flags: StateFlags,
): Promise<Orders> {
  const { accept, dispatch, deliver, pending, reject, set, comment } = flags;
  if (
    ids.length > 0 ||
    [accept, dispatch, deliver, pending, reject, set, comment].some((flag) => flag !== undefined)
  ) {
    throw new CliError(
      'usage',
      'With --from the file names the orders and their states: leave out ids and states.',
    );
  }
  const { orderKind } = await import('../../files/kinds/order.ts');
  const file = await readRecordFile(context, from, orderKind, flags);
  return { records: file.items, file };
}
