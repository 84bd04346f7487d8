import { eventIn } from '../../../inbox/classify/body.ts';
import type { DeliveryState } from '../../../inbox/delivery.ts';
import type { StoredEvent } from '../../../inbox/event.ts';
import type { Found } from '../../../inbox/inbox.ts';
import { write } from '../../../io.ts';
import type { Context } from '../../../session/context.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Style } from '../../../terminal/style.ts';
import { ticketLines } from '../../../terminal/ticket.ts';
import { branchCodeOf } from '../../shared/branch-codes.ts';
import { define } from '../../shared/command.ts';
import { plural } from '../../shared/words.ts';
import { factReader } from '../shared/facts.ts';
import { lookUp } from '../shared/lookup.ts';
import { eventRecord } from '../shared/record.ts';

export default define(
  (command) =>
    command
      .argument('<name>', "an event's id, or the number or id of an order or a task")
      .option('--raw', 'the body of the event, byte for byte; of an order its newest order event'),
  [
    'blink webhook inbox show ABND-24234 --env local',
    'blink webhook inbox show ABND-24234 --raw --env local --out order.json',
  ],
  async (context, [name], { raw }) => {
    const found = await lookUp(context, name);
    if (raw) return printRaw(context, found);
    if (!context.output.forPeople) return context.output.json({ events: found.map(everything) });
    await context.output.data(await describe(context, found));
  },
);

async function printRaw({ io }: Context, found: readonly Found[]): Promise<void> {
  const newest = found.findLast(({ event }) => event.kind === 'order') ?? found.at(-1);
  const body = newest?.event.body ?? Buffer.alloc(0);
  // What came from outside could take a terminal over; a file or a program gets every byte.
  if (io.stdout.isTTY) await write(io.stdout, `${cleanText(body.toString())}\n`);
  else await write(io.stdout, body);
}

function everything({ event, state, deliveries }: Found): Record<string, unknown> {
  const { path, peer = null, headers = [], body } = event;
  return { ...eventRecord(event), path, peer, headers, state, deliveries, body: body.toString() };
}

async function describe(context: Context, found: readonly Found[]): Promise<string> {
  const style = await context.output.style('stdout');
  const factsOf = factReader(branchCodeOf(context));
  const width = context.output.width('stdout');

  /** An order as a ticket, anything else in a line. */
  function content(event: StoredEvent): string[] {
    const { branch, customer, order, type } = factsOf(event);
    const read = eventIn(event);
    // What was said before need not be read twice.
    if (read?.kind === 'order' && event.duplicateOf === undefined) {
      return ticketLines(read.event, width, { id: read.key, branch, style });
    }
    const title = event.kind === 'unknown' ? 'Put aside' : type;
    return [cleanText([title, order, customer].filter(Boolean).join('  '))];
  }

  const lines = found.flatMap((one) => [
    ...heading(one, style),
    ...content(one.event),
    ...fate(one, style),
    ...remarks(one, style),
    '',
  ]);
  return `${lines.slice(0, -1).join('\n')}\n`;
}

function heading({ event }: Found, style: Style): string[] {
  const time = new Date(event.receivedAt);
  const clock = `${time.toDateString().slice(4)} ${time.toTimeString().slice(0, 8)}`;
  return [style.dim(cleanText(`${clock}  ${event.kind}  ${event.id}  ${event.path}`))];
}

/** What was odd about an event, and what came with it. */
function remarks({ event: { notes = [], headers = [], peer } }: Found, style: Style): string[] {
  return [
    ...notes.map((note) => style.caution(cleanText(`Note: ${note}`))),
    ...(peer === undefined ? [] : [style.dim(cleanText(`From ${peer}`))]),
    ...headers.map(([name, value]) => style.dim(cleanText(`  ${name}: ${value}`))),
  ];
}

/** What became of an event. */
function fate({ event, deliveries }: Found, style: Style): string[] {
  if (event.duplicateOf !== undefined)
    return [style.dim(`Says the same as ${event.duplicateOf}, so it is not forwarded.`)];
  if (event.why !== undefined) {
    const aside = style.bad(cleanText(`Put aside because ${event.why}.`));
    return [aside, ...deliveries.map((delivery) => wordsOf(delivery, style))];
  }
  if (deliveries.length === 0) return [style.dim('Kept here; it was to be forwarded nowhere.')];
  return deliveries.map((delivery) => wordsOf(delivery, style));
}

function wordsOf({ target, state, attempts, error, at }: DeliveryState, style: Style): string {
  const where = cleanText(target === 'exec' ? 'the command' : target);
  const when = at === undefined ? '' : ` at ${new Date(at).toTimeString().slice(0, 8)}`;
  const tries = plural(attempts, 'attempt');
  const why = error === undefined ? '' : `: ${cleanText(error)}`;
  if (state === 'delivered') return style.good(`Delivered to ${where}${when}, ${tries}.`);
  if (state === 'dead') return style.bad(`Given up for ${where}${when}, ${tries}${why}.`);
  return style.caution(attempts === 0 ? `Waits for ${where}.` : `Waits for ${where}, ${tries}${why}.`);
}
