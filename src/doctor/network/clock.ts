import { duration } from '../../blink/retry/clock.ts';
import { type Finding, failed, ok, skipped, warning } from '../check.ts';

/** Milliseconds. A `Date` is whole seconds, and an answer takes a while. */
const [noticeable, harmful] = [60_000, 300_000];

/**
 * Compares the time of an answer with that of this computer.
 * @param date the answer's `Date`
 * @param asked and `answered`: when, in milliseconds since 1970
 */
export function clockFinding(
  date: string | undefined,
  { asked, answered, platform }: { asked: number; answered: number; platform: NodeJS.Platform },
): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return skipped('its answer has no date');
  const ahead = (asked + answered) / 2 - theirs;
  const off = Math.abs(ahead);
  if (off <= noticeable) return ok("this computer's clock and the service's agree");
  const detail = `this computer's clock is ${duration(off)} ${ahead > 0 ? 'ahead of' : 'behind'} the service's`;
  return (off > harmful ? failed : warning)(detail, settingTheClock(platform));
}

function settingTheClock(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'w32tm /resync';
  return platform === 'darwin' ? 'sudo sntp -sS time.apple.com' : 'sudo timedatectl set-ntp true';
}
