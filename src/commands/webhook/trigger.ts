import { Argument, InvalidArgumentError } from '@commander-js/extra-typings';
import { eventKinds } from '../../blink/contract/event.ts';
import { type TaskEventId, taskEvents } from '../../blink/contract/task.ts';
import { hasCredentials, webUrl } from '../../blink/wire/web-url.ts';
import { CliError } from '../../errors.ts';
import type { Context } from '../../session/context.ts';
import { type FieldChange, parseChange } from '../../simulator/samples/set-field.ts';
import type { SampleBody } from '../../simulator/samples/trigger-bodies.ts';
import { version } from '../../version.ts';
import { define } from '../shared/command.ts';
import { wholeNumber } from '../shared/values.ts';
import { plural } from '../shared/words.ts';
import type { Posted } from './shared/post-all.ts';

export default define(
  (command) =>
    command
      .addArgument(new Argument('<event>', 'what happens').choices(eventKinds))
      .option('--to <url>', 'where to post it', 'http://127.0.0.1:8765/')
      .option(
        '--set <field=value>',
        'change a field of the sample; dots lead inwards; may be repeated; totals stay as they are',
        collect,
      )
      .option('--event <state>', `of a task: assigned, or 20 to 29`, taskEvent)
      .option('--count <number>', 'how many', wholeNumber(1, 100_000), 1)
      .option('--rate <number>', 'how many in a second, answered or not', wholeNumber(1, 10_000))
      .option(
        '--seed <number>',
        'the same samples every time, down to the byte',
        wholeNumber(0, 4_294_967_295),
      )
      .option('--vendor', "Blink's own published sample, byte for byte")
      .option('--dry-run', 'print the bodies, send nothing'),
  [
    'blink webhook trigger order',
    'blink webhook trigger order --set branch_id=60001 --set products.0.quantity=3',
    'blink webhook trigger order-status --set blink_order_id=1236589 --set status=3',
    'blink webhook trigger task --event finished --to https://pos.example.com/blink',
    'blink webhook trigger order --count 100 --rate 10',
    'blink webhook trigger order --vendor --dry-run',
  ],
  async (context, [kind], flags) => {
    const url = receiverOf(flags.to);
    if (flags.event !== undefined && kind !== 'task') {
      throw new CliError('usage', `--event is for tasks. Give the state of an order with --set status=1.`);
    }
    const made =
      flags.vendor && (flags.set !== undefined || flags.event !== undefined || flags.seed !== undefined);
    if (made)
      throw new CliError('usage', '--vendor sends a fixed sample: leave out --set, --event and --seed.');
    const { publishedBodies, sampleBodies } = await import('../../simulator/samples/trigger-bodies.ts');
    const { count, seed, set: changes = [], event = 23 } = flags;
    const { samples, added } = flags.vendor
      ? { samples: publishedBodies(kind, count), added: [] }
      : sampleBodies({ kind, count, changes, event, seed, now: context.now() });
    if (added.length > 0) context.output.note(`Not in Blink's sample, added to it: ${added.join(', ')}`);
    if (flags.dryRun) return print(context, url, samples);
    await send(context, url, kind, samples, flags.rate);
  },
);

/** As long as Blink waits. */
const blinkWaits = 5000;
const atOnce = 10;
const atOnceWithRate = 200;

async function send(
  context: Context,
  url: string,
  kind: string,
  samples: readonly SampleBody[],
  rate: number | undefined,
): Promise<void> {
  const { output, signal } = context;
  const { createPoster } = await import('../../blink/post.ts');
  const { postAll } = await import('./shared/post-all.ts');
  const { postedError, reportPosted } = await import('./shared/posted.ts');
  const connections = rate === undefined ? atOnce : atOnceWithRate;
  const poster = createPoster(url, connections);
  const progress = await output.progress(`0 of ${samples.length}`);
  let posted: readonly Posted[];
  try {
    posted = await postAll(
      poster,
      samples.map(({ body }) => body),
      {
        headers: { 'content-type': 'application/json', 'user-agent': `unofficial-blink-cli/${version}` },
        timeout: blinkWaits,
        rate,
        connections,
        signal,
        onAnswer: (answered) => progress.update(`${answered} of ${samples.length}`),
      },
    );
  } finally {
    progress.stop();
    await poster.close();
  }
  const results = samples.map(({ id }, i) => ({ id, ...(posted[i] ?? { ms: 0 }) }));
  await reportPosted(output, kind, results);
  signal.throwIfAborted();
  const error = postedError(results, new URL(url).origin);
  if (error) throw error;
}

async function print({ output }: Context, url: string, samples: readonly SampleBody[]): Promise<void> {
  const texts = samples.map(({ body }) => body.toString());
  if (output.forPeople) {
    await output.data(texts.map((text) => `${text}\n`).join(''));
    output.note(`Dry run: nothing was sent. It would be ${plural(texts.length, 'request')}.`);
    return;
  }
  const requests = texts.map((text) => ({ method: 'POST', url, body: JSON.parse(text) }));
  await output.json({ dryRun: true, plan: { requests: requests.length }, requests });
}

function receiverOf(to: string): string {
  const url = webUrl(to);
  if (url !== undefined && !hasCredentials(url)) return url.href;
  throw new CliError(
    'usage',
    '--to must be an address that starts with http:// or https://, without a user name.',
    {
      hint: 'For example --to http://127.0.0.1:8765/ for "blink webhook listen" on this computer.',
    },
  );
}

/** `assigned`, `TASK_ASSIGNED` or `23`. */
function taskEvent(typed: string): TaskEventId {
  const wanted = typed.toUpperCase().replace(/^TASK_/, '');
  for (const [id, name] of Object.entries(taskEvents)) {
    const number = Number(id);
    if ((id === typed || name === `TASK_${wanted}`) && isTaskEvent(number)) return number;
  }
  const names = Object.values(taskEvents).map((name) => name.replace('TASK_', '').toLowerCase());
  throw new InvalidArgumentError(`Expected one of ${names.join(', ')}, or 20 to 29.`);
}

function isTaskEvent(id: number): id is TaskEventId {
  return id in taskEvents;
}

function collect(typed: string, before: FieldChange[] = []): FieldChange[] {
  return [...before, parseChange(typed)];
}
