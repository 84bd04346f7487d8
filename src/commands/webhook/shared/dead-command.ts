import type { WaitingEvent } from '../../../inbox/forward/waiting-event.ts';
import type { Inbox } from '../../../inbox/inbox.ts';
import type { Context } from '../../../session/context.ts';
import type { ListenerOutput } from './listener-output.ts';

/** What commands of a listener find in their environment: what they run of blink looks into the same inbox. */
export function commandEnvironment({ io, profile, settings }: Context): NodeJS.ProcessEnv {
  return { ...io.env, BLINK_PROFILE: profile, BLINK_ENV: settings.environment?.value };
}

/** The longest reason that a variable is given. */
const longestReason = 1000;

/**
 * Runs a command for each event that is given up, one after the other, the event on its standard input. What it can't
 * do is told, and is not tried again: the event itself is kept, and told of at each start.
 */
export function deadCommand(
  context: Context,
  command: string,
  {
    inbox,
    listenerOutput,
    timeout,
  }: { inbox: Pick<Inbox, 'get'>; listenerOutput: ListenerOutput; timeout: number },
): (target: string, event: WaitingEvent, why: string) => void {
  let last: Promise<void> = Promise.resolve();

  async function run(target: string, { id }: WaitingEvent, why: string): Promise<void> {
    const { commandTarget } = await import('../../../inbox/forward/command-target.ts');
    const event = await inbox.get(id);
    if (event === undefined) return;
    const error = why.replaceAll('\0', '').slice(0, longestReason);
    const env = { ...commandEnvironment(context), BLINK_EVENT_TARGET: target, BLINK_EVENT_ERROR: error };
    const runner = commandTarget({ command, env, timeout, onLine: listenerOutput.passOn });
    const attempt = await runner.deliver(event, 1, context.signal);
    if (attempt.outcome !== 'delivered') throw new Error(`--on-dead: ${attempt.why}.`);
  }

  return (target, event, why) => {
    last = last.then(() => run(target, event, why)).catch(listenerOutput.events.onWarning);
  };
}
