import { messageOf } from '../../../errors.ts';
import type { StoredEvent } from '../../../inbox/event.ts';
import type { ListenerEvents } from '../../../inbox/listener.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Style } from '../../../terminal/style.ts';
import { plural } from '../../shared/words.ts';
import type { Notices } from './notices.ts';

const longestPath = 60;

/** Tells of an event that may be an order that nobody will cook. */
export function tellAside({ warn }: Notices, style: Style, { id, path, why }: StoredEvent): void {
  const words = cleanText(`${shortPath(path)} ${id}: ${why}`);
  warn(`${style.bad('Put aside:')} ${words}.\n  Look at it: blink webhook inbox show ${id}`);
}

/** Tells what becomes of requests and of the inbox. */
export function storingWords(
  { warn, say }: Notices,
  style: Style,
): Pick<ListenerEvents, 'onTrouble' | 'onRefused' | 'onDamage' | 'onLoss' | 'onWarning'> {
  let nextRefusal = 0;
  return {
    onTrouble(trouble) {
      if (trouble === undefined) warn(style.good('Events are stored again.'));
      else warn(`${style.bad('Events are refused (503):')} ${cleanText(messageOf(trouble))}`);
    },
    onRefused: ({ method, path, status }) => {
      // One a second: a mistyped address should be noticed, a flood of requests should not fill the screen.
      if (performance.now() < nextRefusal) return;
      nextRefusal = performance.now() + 1000;
      say(
        `${style.caution('Refused:')} ${cleanText(`${method} ${shortPath(path)}`)} was answered with ${status}.`,
      );
    },
    onDamage(damage) {
      const [first] = damage;
      const where = first === undefined ? '' : `: ${first.where}`;
      warn(
        `${style.bad('Damaged:')} ${plural(damage.length, 'line')} of the inbox can't be read${cleanText(where)}.`,
      );
    },
    onLoss(what) {
      warn(
        `${style.bad('Lost:')} ${cleanText(what)} was removed or cut by somebody. What comes now is stored in a new one.`,
      );
    },
    onWarning: (warning) => warn(`Warning: ${cleanText(messageOf(warning))}`),
  };
}

/** Tells how forwarding goes. @param served the targets of this run */
export function forwardingWords(
  { warn, say }: Notices,
  style: Style,
  served: ReadonlySet<string>,
): Pick<ListenerEvents, 'onLeft' | 'onDown' | 'onUp' | 'onAgain' | 'onDead' | 'onDeadLeft'> {
  return {
    onLeft(target, count) {
      const waits = `${plural(count, 'event')} ${count === 1 ? 'waits' : 'wait'} for ${nameOf(target)}`;
      if (served.has(target)) say(cleanText(`${waits} from earlier runs.`));
      else {
        say(cleanText(`${waits}, which this run does not forward to.`));
        say('  Send them with: blink webhook inbox replay --state pending --to URL');
      }
    },
    onDown(target, why) {
      say(
        `${style.caution('Waiting:')} ${cleanText(`${nameOf(target)} takes nothing: ${why}. Events are kept.`)}`,
      );
    },
    onUp(target, waiting) {
      say(
        `${style.good('Forwarding again')} to ${cleanText(nameOf(target))}, ${plural(waiting, 'event')} to go.`,
      );
    },
    onAgain(target, event, why) {
      const what = `${event.kind} ${event.key} to ${nameOf(target)}: ${why}. It is tried again.`;
      say(`${style.caution('Not taken:')} ${cleanText(what)}`);
    },
    onDead(target, event, why) {
      const verb = target === 'exec' ? 'show --raw' : 'replay';
      const again = cleanText(`blink webhook inbox ${verb} ${event.id}`);
      warn(
        `${style.bad('Given up:')} ${cleanText(`${event.kind} ${event.key} to ${nameOf(target)}: ${why}`)}\n  It is kept: ${again}`,
      );
    },
    onDeadLeft(count) {
      warn(
        `${style.bad('Given up earlier:')} ${plural(count, 'event')}, which ${count === 1 ? 'waits' : 'wait'} for you: blink webhook inbox list --state dead`,
      );
    },
  };
}

function shortPath(path: string): string {
  return path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
}

function nameOf(target: string): string {
  return target === 'exec' ? 'the command' : target;
}
