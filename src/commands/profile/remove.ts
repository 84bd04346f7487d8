import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../session/context.ts';
import { storedProfile } from '../../session/stored/logins.ts';
import { forgetProfile, refuseWhileRenamed, requireProfile } from '../../session/stored/profiles.ts';
import { environments } from '../../session/target/environments.ts';
import { parseProfile } from '../../session/target/profiles.ts';
import { define } from '../shared/command.ts';
import { declined } from '../shared/confirm.ts';
import { plural } from '../shared/words.ts';

export default define(
  (command) =>
    command
      .argument('<name>', 'the profile')
      .option('--records', 'remove what was sent and received too: what is repeated then is sent twice'),
  ['blink profile remove karachi --yes', 'blink profile remove karachi --records --yes'],
  async (context, [typed], { records: all = false }) => {
    const { changeStored, folders, now, output, prompts, stored, yes } = context;
    const { recordFolders, refuseInUse, removeRecords } = await import(
      '../../session/stored/profile-folders.ts'
    );
    const name = parseProfile(typed);
    const records = recordFolders(folders.state, name);
    refuseWhileRenamed(stored, name);
    if (records.length === 0) requireProfile(stored, name);
    if (all)
      await refuseInUse(
        records.map(({ folder }) => folder),
        now(),
      );
    const logins = loginsOf(context, name);
    const kept = await Promise.all(records.map(inWords));
    if (!yes) {
      const lines = [...logins, ...kept.map((record) => `${all ? 'remove' : 'keep'} ${record}`)];
      if (prompts.possible) output.warn(['', ...lines.map((line) => `  ${line}`)].join('\n'));
      const question = `Remove the profile ${name}?`;
      if (!(await prompts.confirm(question, { flag: '--yes', default: false }))) throw declined('removed');
    }
    await changeStored((config) => forgetProfile(config, name));
    if (all) await removeRecords(folders.state, name);
    if (output.format === 'json') {
      return output.json({ profile: name, records: records.map(({ folder }) => ({ folder, removed: all })) });
    }
    await output.report(`Removed the profile ${name}.`);
    if (all) return;
    for (const record of kept) output.note(`Kept: ${record}. A new profile of this name finds it again.`);
  },
);

/** What is forgotten of a profile's settings, in lines. */
function loginsOf({ stored }: Context, name: string): string[] {
  const { accounts = {}, branches = {} } = storedProfile(stored, name) ?? {};
  return environments.flatMap((environment) => {
    const { username, token, password, logisticsToken } = accounts[environment] ?? {};
    const codes = Object.keys(branches[environment] ?? {}).length;
    return [
      ...(token || password
        ? [`forget the login to ${environment}${username ? ` of ${username}` : ''}`]
        : []),
      ...(logisticsToken ? [`forget the logistics token for ${environment}`] : []),
      ...(codes > 0 ? [`forget ${plural(codes, 'branch code')} for ${environment}`] : []),
    ];
  });
}

/** What is kept of a place, and where: `for production: what was sent, 12 events that were received (/…)`. */
async function inWords({ place, folder }: { place: string; folder: string }): Promise<string> {
  const { fileInbox } = await import('../../inbox/file-store/file-inbox.ts');
  const events = await fileInbox(join(folder, 'inbox')).count();
  const what = [
    ...(existsSync(join(folder, 'ledger')) ? ['what was sent'] : []),
    ...(events > 0 ? [`${plural(events, 'event')} that came in`] : []),
  ];
  return `for ${place}: ${what.join(' and ') || 'notes'} (${folder})`;
}
