import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StateName } from '../inbox/delivery.ts';
import type { Damage } from '../inbox/inbox.ts';
import { jobFolder } from '../session/folders.ts';
import { fateOfOwner } from '../storage/lock-owner.ts';
import { type Check, type Finding, failed, ok, skipped, warning } from './check.ts';
import { flagsTo, settingsOf } from './patient.ts';

/** Milliseconds. What is older was told of, or given up, long ago. */
const lately = 7 * 86_400_000;

/** The events that came in: whether they can be read, reach the till, and whether somebody receives. */
export const inboxCheck: Check = {
  id: 'inbox',
  title: 'Inbox',
  async look(patient) {
    const { folders, now } = patient;
    const settings = settingsOf(patient);
    if (settings === undefined) return skipped('the variables make no sense');
    const environment = settings.environment?.value ?? 'no-environment';
    const folder = join(jobFolder(folders.state, settings.profile.value, environment), 'inbox');
    if (!existsSync(folder)) return ok('nothing was ever received here');
    const { fileInbox } = await import('../inbox/file-store/file-inbox.ts');
    const inbox = fileInbox(folder, now);
    const damage: Damage[] = [];
    const count = (state?: StateName, onDamage?: (one: Damage) => void) =>
      inbox.count({ since: now() - lately, state }, onDamage);
    const events = await count(undefined, (one) => damage.push(one));
    const counts = { events, pending: await count('pending'), dead: await count('dead') };
    const listening = (await fateOfOwner(join(folder, 'receiver.lock'))) === 'there';
    return findingOn({
      ...counts,
      damage,
      listening,
      flags: ` ${flagsTo(settings.environment?.value, settings.profile.value)}`,
    });
  },
};

interface Facts {
  events: number;
  pending: number;
  dead: number;
  damage: readonly Damage[];
  listening: boolean;
  /** What a command needs to find the same inbox. */
  flags: string;
}

function findingOn({ events, pending, dead, damage, listening, flags }: Facts): Finding {
  const [damaged] = damage;
  if (damaged) {
    return failed(
      `${damage.length === 1 ? 'a line' : `${damage.length} lines`} can't be read: ${damaged.where}`,
      `blink webhook inbox list --since 7d${flags}   # names each; look for those orders in Blink`,
    );
  }
  if (pending > 0 && !listening) {
    return failed(
      `${pending} of the last 7 days wait for the till, and nobody forwards them`,
      `blink webhook inbox list --state pending${flags}   # then start "blink webhook listen" as before`,
    );
  }
  if (dead > 0) {
    return warning(
      `${dead} of the last 7 days were given up, the till never took them`,
      `blink webhook inbox list --state dead${flags}   # then: blink webhook inbox replay`,
    );
  }
  const waiting = pending > 0 ? `, ${pending} on their way` : '';
  return ok(
    `${events} ${events === 1 ? 'event' : 'events'} in the last 7 days${waiting}; ${listening ? 'a listener runs' : 'no listener runs'}`,
  );
}
