import { BlinkError } from '../../../blink/error.ts';
import { noNotes } from '../../../bulk/notes.ts';
import { type RunReport, totals } from '../../../bulk/report.ts';
import { runBulk } from '../../../bulk/run.ts';
import { CliError } from '../../../errors.ts';
import type { Target } from '../../../inbox/forward/target.ts';
import { eventHeaders, urlTarget } from '../../../inbox/forward/url-target.ts';
import type { Found, Inbox } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import { cleanText } from '../../../terminal/clean.ts';
import { reportBulk } from '../../shared/bulk/report.ts';
import { runError } from '../../shared/bulk/run-error.ts';
import { define } from '../../shared/command.ts';
import { openInbox } from '../../shared/webhook-inbox.ts';
import { plural } from '../../shared/words.ts';
import { webAddress } from '../shared/listen-flags.ts';
import { lookUp } from '../shared/lookup.ts';
import { nothingFound, type Selection, select, selectionFlags } from '../shared/selection.ts';

export default define(
  (command) =>
    selectionFlags(command.argument('[names...]', 'ids of events, or numbers or ids of orders and tasks'))
      .option('--to <url>', 'where to send them; where they were forwarded before unless given', webAddress)
      .option('--dry-run', 'show what would be sent, send nothing'),
  [
    'blink webhook inbox replay ABND-24234 --to http://127.0.0.1:9000/orders --dry-run --env local',
    'blink webhook inbox replay --state dead --since 24h --env local --dry-run',
  ],
  async (context, [names], { to, dryRun, ...selection }) => {
    const { output } = context;
    const chosen = await choose(context, names, selection);
    if (chosen.length === 0 && output.forPeople) return output.report(nothingFound(context));
    const url = to ?? (chosen.length === 0 ? '' : formerTarget(chosen));
    if (dryRun) return showRequests(context, chosen, url);
    if (to === undefined && chosen.length > 0)
      output.note(`Sending to ${cleanText(url)}, where they went before.`);
    const run = await replay(context, chosen, url);
    await reportBulk(output, run, { words: await words(context, run) });
    const error = runError(run, {});
    if (error) throw failed(run, error);
  },
);

/** The events that are named, as far as they fit the flags; without names those of the flags. */
async function choose(context: Context, names: readonly string[], selection: Selection): Promise<Found[]> {
  const unlimited = Object.values(selection).every((value) => value === undefined);
  if (names.length === 0 && unlimited) {
    throw new CliError('usage', 'Which events? None are named.', {
      hint: 'Name orders or events, or choose some: blink webhook inbox replay --state dead --since 24h',
    });
  }
  const named = new Map<string, Found>();
  for (const name of names) for (const one of await lookUp(context, name)) named.set(one.event.id, one);
  if (unlimited) return inOrder([...named.values()]);
  const chosen: Found[] = [];
  for await (const one of select(context, selection)) {
    if (names.length === 0 ? isWorthSending(one, selection) : named.has(one.event.id)) chosen.push(one);
  }
  return chosen;
}

/** Repetitions and what was put aside are sent only when they are asked for. */
function isWorthSending({ state }: Found, selection: Selection): boolean {
  const aside = state === 'duplicate' || state === 'quarantined';
  return !aside || selection.state !== undefined || selection.kind === 'unknown';
}

function inOrder(found: Found[]): Found[] {
  return found.sort((one, other) => (one.event.id < other.event.id ? -1 : 1));
}

/** The one address that events were forwarded to. @throws CliError `usage` where there is none, or several */
function formerTarget(chosen: readonly Found[]): string {
  const targets = new Set(chosen.flatMap(({ deliveries }) => deliveries.map(({ target }) => target)));
  targets.delete('exec');
  const [only, other] = targets;
  if (only !== undefined && other === undefined) return only;
  const what =
    only === undefined
      ? 'They were never forwarded to an address'
      : 'They were forwarded to several addresses';
  throw new CliError('usage', `${what}, so --to is needed.`, {
    hint: 'Say where to send them: --to http://127.0.0.1:9000/orders',
  });
}

async function replay(context: Context, chosen: readonly Found[], url: string): Promise<RunReport> {
  const { output, settings, signal } = context;
  const inbox = await openInbox(context);
  const progress = await output.progress(`0 of ${chosen.length}`);
  const target = urlTarget({
    url: url || 'http://127.0.0.1',
    connections: 1,
    timeout: settings.timeout.value,
    replay: true,
  });
  try {
    return await runBulk({
      items: chosen,
      idOf: ({ event }) => event.id,
      batchSize: 1,
      // One after the other: an order has to come before its states.
      concurrency: 1,
      salvage: false,
      signal,
      notes: noNotes,
      send: async ([found]) => {
        if (found !== undefined) await send(found, target, inbox, signal);
        return undefined;
      },
      onProgress: (settled) => progress.update(`${settled} of ${chosen.length}`),
    });
  } finally {
    progress.stop();
    await inbox.close();
    await target.close();
  }
}

/** @throws BlinkError that says why it was not taken */
async function send(
  { event, deliveries }: Found,
  target: Target,
  inbox: Pick<Inbox, 'record'>,
  signal: AbortSignal,
): Promise<void> {
  const before = deliveries.find(({ target: name }) => name === target.name);
  const attempt = (before?.attempts ?? 0) + 1;
  const result = await target.deliver(event, attempt, signal);
  signal.throwIfAborted();
  const at = new Date().toISOString();
  const entry = { id: event.id, target: target.name, attempt, at };
  if (result.outcome === 'delivered') return inbox.record({ ...entry, state: 'delivered' });
  // What a listener still has to deliver stays so; anything else is not tried again by itself.
  const state = before?.state === 'pending' ? 'failed' : 'dead';
  await inbox.record({ ...entry, state, error: result.why });
  const away = result.outcome === 'failed' && !result.reached;
  throw new BlinkError(away ? 'unreachable' : 'refused', `${target.name}: ${result.why}`);
}

function failed(run: RunReport, error: CliError): CliError {
  const { done } = totals(run.outcomes);
  if (done === 0 || error.code !== 'unreachable') {
    return error.code === 'partly_done' ? new CliError('partly_done', someFailed, { hint: again }) : error;
  }
  return new CliError('partly_done', `${someFailed} ${error.message}`, { hint: again });
}

const someFailed = 'Some events were not taken.';
const again = 'Look at them with "blink webhook inbox list --state dead", then replay those.';
const mostLines = 20;

async function words({ output }: Context, { outcomes }: RunReport): Promise<string> {
  const { good, bad } = await output.style('stdout');
  const lost = outcomes.filter(({ outcome }) => outcome !== 'done');
  const lines = lost
    .slice(0, mostLines)
    .map(({ id, error = 'not sent' }) => `${bad('✗')} ${cleanText(`${id} ${error}`)}`);
  const more = lost.length > mostLines ? [`… and ${lost.length - mostLines} more`] : [];
  const sent = totals(outcomes).done;
  return [...lines, ...more, `${good('✓')} ${sent} of ${plural(outcomes.length, 'event')} sent`].join('\n');
}

async function showRequests({ output }: Context, chosen: readonly Found[], url: string): Promise<void> {
  const requests = chosen.map(({ event, deliveries }) => {
    const attempts = deliveries.find(({ target }) => target === url)?.attempts ?? 0;
    return {
      method: 'POST',
      url,
      headers: eventHeaders(event, attempts + 1, true),
      body: event.body.toString(),
    };
  });
  const plan = { events: chosen.length };
  if (!output.forPeople) return output.json({ dryRun: true, plan, requests });
  for (const { event } of chosen) {
    await output.report(cleanText(`POST ${url} ${event.kind} ${event.key ?? ''} (${event.id})`));
  }
  await output.report(`Dry run: nothing was sent. It would be ${plural(requests.length, 'request')}.`);
}
