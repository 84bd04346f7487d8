import type { StoredEvent } from '../../../inbox/event.ts';
import type { Target } from '../../../inbox/forward/target.ts';
import type { Inbox } from '../../../inbox/inbox.ts';
import type { ListenerEvents } from '../../../inbox/listener.ts';
import { hookPath } from '../../../inbox/receive/hook-secret.ts';
import { unwaited, write } from '../../../io.ts';
import type { Context } from '../../../session/context.ts';
import { cleanText, safeJson } from '../../../terminal/clean.ts';
import { plural } from '../../shared/words.ts';
import { liveLines } from './live-lines.ts';
import { createPrinter } from './printer.ts';
import { eventRecord } from './record.ts';

/** What a listener says: events on stdout, the rest on stderr. */
export interface Voice {
  events: Omit<ListenerEvents, 'onListening'>;
  /** Says where it listens and what happens to events. */
  welcome(url: string, secret: string | undefined, targets: readonly Target[]): void;
  /** Passes on a line that a command printed. */
  passOn(line: string): void;
  /** Resolves when what was still to be said is said, or nobody listens. */
  close(): Promise<void>;
}

export interface VoiceOptions {
  inbox: Inbox;
}

/** How long what is not said yet is waited for at the end, in milliseconds. */
const lastWords = 500;
const usualRows = 24;
const longestPath = 60;
/** So many lines wait for a terminal that stands still; what else there would be to say is left unsaid. */
const mostUnsaid = 1000;

export async function createVoice(context: Context, { inbox }: VoiceOptions): Promise<Voice> {
  const { io, output, settings } = context;
  const [stdout, stderr] = [unwaited(io.stdout, io.platform), unwaited(io.stderr, io.platform)];
  const style = await output.style('stderr');
  const printer = createPrinter(inbox, printing(context, stdout), (error) => {
    warn(`Nothing is printed any more: ${cleanText(wordsOf(error))} Events are stored all the same.`);
  });

  const served = new Set<string>();
  let nextRefusal = 0;
  let unsaid = 0;
  const said = () => {
    unsaid -= 1;
  };
  const warn = (text: string) => {
    if (unsaid >= mostUnsaid) return;
    unsaid += 1;
    write(stderr, `${text}\n`).then(said, said);
  };
  const say = (text: string) => {
    if (!output.quiet) warn(text);
  };

  return {
    events: {
      onStored: (stored) => {
        if (!output.quiet) printer.add(stored.event);
        // It may be an order that nobody will cook: said whatever else is left unsaid.
        const { id, kind, path, why } = stored.event;
        if (kind !== 'unknown') return;
        const words = cleanText(`${shortPath(path)} ${id}: ${why}`);
        warn(`${style.bad('Put aside:')} ${words}.\n  Look at it: blink webhook inbox show ${id}`);
      },
      onTrouble(trouble) {
        if (trouble === undefined) warn(style.good('Events are stored again.'));
        else warn(`${style.bad('Events are refused (503):')} ${cleanText(wordsOf(trouble))}`);
      },
      onRefused: ({ method, path, status }) => {
        // One a second: a mistyped address should be noticed, a flood of requests should not fill the screen.
        if (output.quiet || performance.now() < nextRefusal) return;
        nextRefusal = performance.now() + 1000;
        say(
          `${style.caution('Refused:')} ${cleanText(`${method} ${shortPath(path)}`)} was answered with ${status}.`,
        );
      },
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
      onWarning: (warning) => warn(`Warning: ${cleanText(wordsOf(warning))}`),
    },

    welcome(url, secret, targets) {
      // Whoever reads the log need not be able to send orders.
      const path = secret === undefined ? '/' : hookPath('***');
      say(`Listening on ${style.strong(url + path)} (Ctrl-C ends it)`);
      if (secret !== undefined) {
        say('  "blink webhook address" prints the whole path, which Blink has to be given.');
      }
      if (settings.environment === undefined) {
        say('  No environment is chosen, so events are kept apart from those of production: see --env.');
      }
      say(`  Events are kept in ${cleanText(inbox.place)}`);
      for (const { name } of targets) {
        served.add(name);
        say(
          `  ${name === 'exec' ? 'The command is run for each of them.' : `They are forwarded to ${name}`}`,
        );
      }
    },

    passOn(line) {
      say(style.dim(cleanText(line)));
    },

    close: () => printer.close(lastWords),
  };
}

/** How an event is printed: a line for a person at a terminal, else a line of JSON. */
function printing(
  context: Context,
  stdout: ReturnType<typeof unwaited>,
): (event: StoredEvent) => Promise<void> {
  const { io, output } = context;
  if (!output.forPeople || !io.stdout.isTTY) {
    return (event) => write(stdout, `${safeJson(eventRecord(event))}\n`);
  }
  const line = liveLines(output, { rows: () => io.stdout.rows ?? usualRows, codeOf: codesOf(context) });
  return async (event) => write(stdout, await line(event));
}

/** The operator's own codes for Blink's branch ids. */
export function codesOf({ branchCodes }: Context): (branchId: string) => string {
  const codes = new Map(Array.from(branchCodes(), ([code, id]) => [id, code]));
  return (id) => codes.get(id) ?? id;
}

function shortPath(path: string): string {
  return path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
}

function nameOf(target: string): string {
  return target === 'exec' ? 'the command' : target;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
