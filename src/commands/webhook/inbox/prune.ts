import { CliError } from '../../../errors.ts';
import { daysBefore } from '../../../inbox/store/days.ts';
import { type OldDay, oldDays, removeDays } from '../../../inbox/store/prune.ts';
import type { Context } from '../../../session/context.ts';
import { define } from '../../shared/command.ts';
import { inboxFolder } from '../../shared/webhook-inbox.ts';
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
    const folder = inboxFolder(context);
    const old = await oldDays(folder, daysBefore(context.now(), olderThan));
    const going = old.filter(({ pending }) => force || pending === 0);
    const staying = old.filter((day) => !going.includes(day));
    if (!dryRun) {
      await ask(context, going);
      await removeDays(
        folder,
        going.map(({ day }) => day),
      );
    }
    if (!output.forPeople) return output.json({ dryRun, removed: going, kept: staying });
    await output.report(words(going, dryRun));
    if (staying.length > 0) output.note(stay(staying));
  },
);

async function ask({ prompts, yes }: Context, going: readonly OldDay[]): Promise<void> {
  if (yes || going.length === 0 || !prompts.possible) return;
  const question = `Remove ${amount(going)} for good?`;
  if (await prompts.confirm(question, { flag: '--yes', default: false })) return;
  throw new CliError('interrupted', 'Stopped. Nothing was removed.');
}

function words(going: readonly OldDay[], dryRun: boolean): string {
  if (going.length === 0) return 'There is nothing to remove.';
  return dryRun ? `Dry run: it would remove ${amount(going)}.` : `✓ Removed ${amount(going)}.`;
}

function stay(staying: readonly OldDay[]): string {
  const pending = staying.reduce((sum, day) => sum + day.pending, 0);
  const are = pending === 1 ? 'is' : 'are';
  return `${plural(staying.length, 'day')} stay, for ${plural(pending, 'event')} ${are} still to be delivered (--force removes them too).`;
}

function amount(list: readonly OldDay[]): string {
  const events = list.reduce((sum, day) => sum + day.events, 0);
  const [first, last] = [list[0]?.day, list.at(-1)?.day];
  const span = first === last ? `of ${first}` : `from ${first} to ${last}`;
  return `${plural(events, 'event')} ${span}`;
}
