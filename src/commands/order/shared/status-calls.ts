import { endpoints } from '../../../blink/endpoints.ts';
import { CliError } from '../../../errors.ts';
import type { Context } from '../../../session/context.ts';
import { plural } from '../../shared/words.ts';
import type { Message, Wish } from './controls.ts';
import type { Feed } from './feed.ts';
import { nameOf, stateName } from './rows.ts';

/** The calls with which the board changes the states of orders. */
export interface StatusCalls {
  /** True while a call about this order is under way. */
  busy(id: string): boolean;
  /** Never rejects: a failure is told and changes nothing. */
  send(wish: Wish): Promise<void>;
  /** Ends the board when the calls that are under way have ended; asked a second time, at once. */
  leave(): void;
}

interface Told {
  say(message: Message): void;
  /** An order has another state now. */
  confirmed(): void;
  /** A call has ended, well or badly. */
  ended(): void;
  /** The board is done, with or without a failure. */
  done(): void;
  fail(error: unknown): void;
}

export function statusCalls(context: Context, feed: Feed, told: Told): StatusCalls {
  const busy = new Set<string>();
  let leaving = false;
  let failure: unknown;

  async function sync({ row, status, comment }: Wish): Promise<void> {
    const { id } = row.order;
    const client = await context.api.ordering();
    const reason = comment === undefined ? {} : { comment };
    await client.call(endpoints.syncOrderStatus, {
      body: { blink_order_id: id, status, ...reason },
      signal: context.signal,
    });
    const text = `${nameOf(row.order)} is ${stateName(status).toLowerCase()}`;
    told.say({ text: `${text}.`, bad: false });
    const kept = feed.confirmed({ at: context.now(), blink_order_id: id, status });
    told.confirmed();
    await kept.catch(async (error: unknown) => {
      told.say({ text: `${text}, but this could not be kept here: ${await whyOf(error)}`, bad: true });
    });
  }

  return {
    busy: (id) => busy.has(id),

    async send(wish) {
      const { order } = wish.row;
      busy.add(order.id);
      try {
        await sync(wish);
      } catch (error) {
        told.say({ text: `${nameOf(order)}: ${await whyOf(error)}`, bad: true });
        // Nobody would read it on a screen that is about to go.
        if (leaving) failure ??= error;
      } finally {
        busy.delete(order.id);
        if (leaving && busy.size === 0) {
          if (failure === undefined) told.done();
          else told.fail(failure);
        }
        told.ended();
      }
    },

    leave() {
      if (busy.size === 0) told.done();
      else if (leaving) told.fail(leftUnknown(busy));
      leaving = true;
      const waiting = `Waiting for ${plural(busy.size, 'call')} to end. Press q again to leave at once.`;
      told.say({ text: waiting, bad: false });
    },
  };
}

function leftUnknown(ids: ReadonlySet<string>): CliError {
  const orders = `${ids.size === 1 ? 'order' : 'orders'} ${[...ids].join(', ')}`;
  return new CliError('unknown_outcome', `It is not known what became of ${orders}.`, {
    hint: 'Look in Blink before you repeat it.',
  });
}

/** Why a call failed: what the server said, where it said something, else what went wrong and what to do. */
async function whyOf(error: unknown): Promise<string> {
  const { inWords } = await import('../../../words.ts');
  const { details, message, hint } = inWords(error);
  const said = details?.flatMap(({ message }) => message ?? []) ?? [];
  return said.length > 0 ? said.join(' ') : `${message} ${hint ?? ''}`.trim();
}
