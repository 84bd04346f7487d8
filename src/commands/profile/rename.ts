import { CliError } from '../../errors.ts';
import type { Context } from '../../session/context.ts';
import { beginRenaming, endRenaming, type Renaming } from '../../session/stored/profiles.ts';
import { parseProfile } from '../../session/target/profiles.ts';
import { shellWord } from '../../shell-word.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command.argument('<name>', 'the profile').argument('<new-name>', 'what it is to be called'),
  ['blink profile rename default karachi'],
  async (context, [name, newName]) => {
    const { changeStored, folders, now, output, stored } = context;
    const renaming = { from: parseProfile(name), to: parseProfile(newName) };
    if (renaming.from === renaming.to) throw new CliError('usage', `It is called "${name}" already.`);
    const { moveRecords, recordFolders, refuseInUse } = await import(
      '../../session/stored/profile-folders.ts'
    );
    beginRenaming(stored, renaming);
    if (stored.renaming === undefined) refuseRecords(renaming, recordFolders(folders.state, renaming.to));
    const records = recordFolders(folders.state, renaming.from);
    await refuseInUse(
      records.map(({ folder }) => folder),
      now(),
    );
    // Noted first: until it is over no run finds the profile half moved, and what was cut off can be gone on with.
    await changeStored((config) => beginRenaming(config, renaming));
    await moveRecords(folders.state, renaming);
    await changeStored((config) => endRenaming(config, renaming));
    const { from, to } = renaming;
    if (output.format === 'json') await output.json({ profile: to, formerly: from });
    else await output.report(`The profile ${from} is now ${to}, with its logins, branch codes and records.`);
    noteOldNames(context, renaming);
  },
);

/** @throws CliError `usage`: two profiles' records are not mixed */
function refuseRecords({ to }: Renaming, [found]: readonly { folder: string }[]): void {
  if (found === undefined) return;
  throw new CliError('usage', `There are records of a profile "${to}" already, in ${found.folder}.`, {
    hint: `Choose another name, or remove them: blink profile remove ${shellWord(to)} --records`,
  });
}

function noteOldNames({ io, output }: Context, { from }: Renaming): void {
  if (io.env.BLINK_PROFILE === from) output.warn(`BLINK_PROFILE is still set to ${from}.`);
  output.note('Cron jobs and services that name it, with --profile or BLINK_PROFILE, need the new name.');
}
