import { messageOf } from '../../../errors.ts';
import type { StoredEvent } from '../../../inbox/event.ts';
import type { Target } from '../../../inbox/forward/target.ts';
import type { Inbox } from '../../../inbox/inbox.ts';
import type { ListenerEvents } from '../../../inbox/listener.ts';
import { hookPath } from '../../../inbox/receive/hook-secret.ts';
import { unwaited, write } from '../../../io.ts';
import type { Context } from '../../../session/context.ts';
import { cleanText, safeJson } from '../../../terminal/clean.ts';
import { branchCodeOf } from '../../shared/branch-codes.ts';
import { forwardingWords, storingWords, tellAside } from './listener-words.ts';
import { liveLines } from './live-lines.ts';
import { createNotices } from './notices.ts';
import { createPrinter } from './printer.ts';
import { eventRecord } from './record.ts';

/** What a listener says: events on stdout, the rest on stderr. */
export interface ListenerOutput {
  events: Omit<ListenerEvents, 'onListening'>;
  /** Says where it listens and what happens to events. */
  welcome(url: string, secret: string | undefined, targets: readonly Target[]): void;
  /** Passes on a line that a command printed. */
  passOn(line: string): void;
  /** Resolves when what was still to be said is said, or nobody listens. */
  close(): Promise<void>;
}

/** How long what is not said yet is waited for at the end, in milliseconds. */
const lastWords = 500;
const usualRows = 24;

export async function createListenerOutput(context: Context, inbox: Inbox): Promise<ListenerOutput> {
  const { io, output, settings } = context;
  const [stdout, stderr] = [unwaited(io.stdout, io.platform), unwaited(io.stderr, io.platform)];
  const style = await output.style('stderr');
  const notices = createNotices(stderr, output.quiet);
  const { say, warn } = notices;
  const printer = createPrinter(inbox, printing(context, stdout), (error) => {
    warn(`Nothing is printed any more: ${cleanText(messageOf(error))} Events are stored all the same.`);
  });
  const served = new Set<string>();

  return {
    events: {
      ...storingWords(notices, style),
      ...forwardingWords(notices, style, served),
      onStored(stored) {
        if (!output.quiet) printer.add(stored.event);
        if (stored.event.kind === 'unknown') tellAside(notices, style, stored.event);
      },
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
  const line = liveLines(output, { rows: () => io.stdout.rows ?? usualRows, codeOf: branchCodeOf(context) });
  return async (event) => write(stdout, await line(event));
}
