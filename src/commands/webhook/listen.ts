import type { EventKind } from '../../blink/contract/event.ts';
import { isLoopback } from '../../blink/wire/this-computer.ts';
import { CliError } from '../../errors.ts';
import type { Target } from '../../inbox/forward/target.ts';
import type { Context } from '../../session/context.ts';
import { defineServer } from '../shared/command.ts';
import { wholeNumber } from '../shared/values.ts';
import { hookSecretFile, openInbox } from '../shared/webhook-inbox.ts';
import { commandEnvironment, deadCommand } from './shared/dead-command.ts';
import { addRoute, addStatuses, refuseLoop, webAddress } from './shared/listen-flags.ts';
import { createListenerOutput, type ListenerOutput } from './shared/listener-output.ts';

const highestPort = 65_535;
/** How many events are under way to one address at once. */
const connections = 4;
/** Milliseconds that the command may take for one event. */
const commandTimeout = 60_000;

export default defineServer(
  (command) =>
    command
      .option('--port <number>', 'where to listen; 0 takes a free one', wholeNumber(0, highestPort), 8765)
      .option(
        '--host <address>',
        'the address to listen on; other computers reach all but this one',
        '127.0.0.1',
      )
      .option('--protect', 'take only requests that know the secret path, as with every other --host')
      .option('--new-secret', 'make a new secret path; Blink has to be given it')
      .option('--route <kind=/path>', 'take only one kind on a path (repeatable): order=/orders', addRoute)
      .option('--forward-to <url>', 'post each event on, until it is taken', webAddress)
      .option('--give-up-on <statuses>', 'answers, beside 410, that end an event: 404,422', addStatuses)
      .option('--exec <command>', 'run a command for each event, the event on its standard input')
      .option('--on-dead <command>', 'run a command for each event that is given up')
      .option('--keep <days>', 'remove settled events after so many days', wholeNumber(1, 36_500), 90),
  [
    'blink webhook listen --env local',
    'blink webhook listen --forward-to http://127.0.0.1:9000/orders',
    'blink webhook listen --exec \'blink webhook inbox show "$BLINK_EVENT_ID" | lp -d kitchen\'',
    'blink webhook listen --host 0.0.0.0 --route order=/orders --route order-status=/status',
    'blink webhook listen --env local | jq -r .event.order_key',
  ],
  async (context, _, flags) => {
    const { output, signal } = context;
    if (output.format === 'csv') throw noCsv();
    const inbox = await openInbox(context);
    const listenerOutput = await createListenerOutput(context, inbox);
    const { onDead } = listenerOutput.events;
    const whenDead =
      flags.onDead && deadCommand(context, flags.onDead, { inbox, listenerOutput, timeout: commandTimeout });
    const targets = await makeTargets(context, flags, listenerOutput);
    try {
      const { listenForEvents } = await import('../../inbox/listener.ts');
      await listenForEvents({
        ...listenerOutput.events,
        inbox,
        ...{ port: flags.port, host: flags.host, keepDays: flags.keep },
        routes: flags.route ?? new Map<string, EventKind>(),
        secret: secretFor(flags, context),
        targets,
        signal,
        onDead(target, event, why) {
          onDead(target, event, why);
          if (whenDead) whenDead(target, event, why);
        },
        onListening(url, secret) {
          refuseLoop(flags.forwardTo, url);
          listenerOutput.welcome(url, secret, targets);
        },
      });
    } finally {
      await listenerOutput.close();
    }
    signal.throwIfAborted();
  },
);

interface ListenFlags {
  host: string;
  protect?: true | undefined;
  newSecret?: boolean | undefined;
  forwardTo?: string | undefined;
  giveUpOn?: readonly number[] | undefined;
  exec?: string | undefined;
}

/** How to find the secret where one is needed: whatever other computers can reach is protected by one. */
function secretFor(
  { host, protect, newSecret = false }: ListenFlags,
  context: Context,
): (() => Promise<string>) | undefined {
  if (!protect && !newSecret && isLoopback(host)) return undefined;
  return async () => {
    const { hookSecret } = await import('../../inbox/receive/hook-secret.ts');
    return hookSecret(hookSecretFile(context), newSecret);
  };
}

async function makeTargets(
  context: Context,
  { forwardTo, giveUpOn, exec }: ListenFlags,
  listenerOutput: ListenerOutput,
): Promise<readonly Target[]> {
  const targets: Target[] = [];
  if (forwardTo !== undefined) {
    const { urlTarget } = await import('../../inbox/forward/url-target.ts');
    targets.push(
      urlTarget({ url: forwardTo, connections, timeout: context.settings.timeout.value, giveUpOn }),
    );
  }
  if (exec !== undefined) {
    const { commandTarget } = await import('../../inbox/forward/command-target.ts');
    const env = commandEnvironment(context);
    targets.push(
      commandTarget({ command: exec, env, timeout: commandTimeout, onLine: listenerOutput.passOn }),
    );
  }
  return targets;
}

function noCsv(): CliError {
  return new CliError('usage', 'What comes in can be shown as lines or as JSON, not as CSV.', {
    hint: 'Leave --output csv out here; "blink webhook inbox export --output csv" writes what was received.',
  });
}
