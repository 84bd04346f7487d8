import { CliError } from '../../../errors.ts';
import type { DayOfEvents } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import { define } from '../../shared/command.ts';
import { openInbox } from '../../shared/webhook-inbox.ts';
import { plural } from '../../shared/words.ts';
import { days } from '../shared/moment.ts';

export default define(
  (command) =>
    command
      .requiredOption('--older-than <days>', 'remove the days before so many days ago: 30d', days)
      .option('--force', 'also days with events that are still to be delivered')
      .option('--dry-run', 'show what would be removed, remove nothing'),
  [
    'blink webhook inbox prune --older-than 30d --dry-run --env local',
    'blink webhook inbox prune --older-than 30d --yes --env local',
  ],
  async (context, _, { olderThan, force = false, dryRun = false }) => {
    const { output } = context;
    const inbox = await openInbox(context);
    const old = { before: context.now() - olderThan * dayMs, force };
    const plan = await inbox.prune({ ...old, dryRun: true });
    if (!dryRun) await ask(context, plan.removed);
    const { removed, kept } = dryRun ? plan : await inbox.prune(old);
    if (!output.forPeople) return output.json({ dryRun, removed, kept });
    await output.report(words(removed, dryRun));
    if (kept.length > 0) output.note(stay(kept));
  },
);

const dayMs = 86_400_000;

async function ask({ prompts, yes }: Context, going: readonly DayOfEvents[]): Promise<void> {
  if (yes || going.length === 0 || !prompts.possible) return;
  const question = `Remove ${amount(going)} for good?`;
  if (await prompts.confirm(question, { flag: '--yes', default: false })) return;
  throw new CliError('interrupted', 'Stopped. Nothing was removed.');
}

function words(going: readonly DayOfEvents[], dryRun: boolean): string {
  if (going.length === 0) return 'There is nothing to remove.';
  return dryRun ? `Dry run: it would remove ${amount(going)}.` : `✓ Removed ${amount(going)}.`;
}

function stay(staying: readonly DayOfEvents[]): string {
  const pending = staying.reduce((sum, day) => sum + day.pending, 0);
  const are = pending === 1 ? 'is' : 'are';
  return `${plural(staying.length, 'day')} stay, for ${plural(pending, 'event')} ${are} still to be delivered (--force removes them too).`;
}

function amount(list: readonly DayOfEvents[]): string {
  const events = list.reduce((sum, day) => sum + day.events, 0);
  const [first, last] = [list[0]?.day, list.at(-1)?.day];
  const span = first === last ? `of ${first}` : `from ${first} to ${last}`;
  return `${plural(events, 'event')} ${span}`;
}
