import { CliError } from '../../errors.ts';
import type { Context } from '../../session/context.ts';
import { simulatorAccount } from '../../session/target/credentials.ts';
import { shellWord } from '../../shell-word.ts';
import type { SimulatorOptions } from '../../simulator/server.ts';
import { defineServer } from '../shared/command.ts';
import { readSecrets } from '../shared/secrets.ts';
import { banner, openness } from './shared/banner.ts';
import { type LogEntry, ndjsonLine, terminalLine } from './shared/log.ts';
import { eventFlags, faultFlags, faultsOf, servingFlags, webhooksOf } from './shared/start-flags.ts';
import { forgetState } from './shared/state.ts';

export default defineServer(
  (command) => faultFlags(eventFlags(servingFlags(command))),
  [
    'blink simulator start',
    'blink simulator start --orders-per-minute 6 --webhook http://127.0.0.1:8765/',
    'blink simulator start --port 0 --latency 100-500 --fail-rate 5 --rate-limit 60/m',
    'printf \'%s\\n\' "$PASSWORD" | blink simulator start --username till --password-stdin',
    'blink api POST /simulator/orders --field type=DELIVERY --env local',
  ],
  async (context, _, flags) => {
    const { folders, io, output, settings, signal } = context;
    const { host, port, seed, ordersPerMinute } = flags;
    const credentials = await credentialsOf(context, flags);
    const folder = folders.simulator;
    const warning = openness(host, {
      account: flags.passwordStdin === true,
      token: flags.logisticsTokenStdin === true,
    });
    if (warning !== undefined) output.warn(warning);

    const log = await openLog(context);
    const webhooks = webhooksOf(flags, settings.simulatorWebhook?.value);
    const { startSimulator } = await import('../../simulator/server.ts');
    const simulator = await startSimulator({
      folder,
      port,
      host,
      seed,
      ordersPerMinute,
      webhooks,
      ...credentials,
      faults: faultsOf(flags),
      onRequest: (entry) => log.write({ type: 'request', ...entry }),
      onDelivery: (delivery) => log.write({ type: 'webhook', at: context.now(), ...delivery }),
      onProblem: (message) => output.warn(`No order was placed: ${message}`),
    });
    try {
      // Not before the port is ours: another simulator that has it may be using the state.
      if (flags.reset) await forgetState(context);
      const { username } = credentials.account;
      const ownPassword = flags.passwordStdin === true;
      output.note(banner({ simulator, folder, webhooks, username, ownPassword, platform: io.platform }));
      await Promise.race([stopped(signal), log.failed]);
    } finally {
      await simulator.close();
    }
  },
);

type Credentials = Required<Pick<SimulatorOptions, 'account' | 'logisticsToken'>>;

async function credentialsOf(
  { io }: Context,
  flags: {
    username?: string | undefined;
    passwordStdin?: true | undefined;
    logisticsTokenStdin?: true | undefined;
  },
): Promise<Credentials> {
  const { username = simulatorAccount.username, passwordStdin, logisticsTokenStdin } = flags;
  if (flags.username !== undefined && !passwordStdin) {
    throw new CliError('usage', 'A --username needs a password of its own.', {
      hint: `For example: printf '%s\\n' "$PASSWORD" | blink simulator start --username ${shellWord(username)} --password-stdin`,
    });
  }
  const wanted = [
    ...(passwordStdin ? ['password'] : []),
    ...(logisticsTokenStdin ? ['logistics-token'] : []),
  ];
  const secrets = wanted.length > 0 ? await readSecrets(io.stdin, wanted, 'blink simulator start') : [];
  const password = (passwordStdin && secrets[0]) || simulatorAccount.password;
  const logisticsToken = (logisticsTokenStdin && secrets.at(-1)) || simulatorAccount.logisticsToken;
  return { account: { username, password }, logisticsToken };
}

/** Where requests are noted: lines for a person, JSON for a program, nothing with `--quiet`. */
async function openLog({ io, output }: Context) {
  const person = io.stdout.isTTY === true && output.forPeople;
  const style = await output.style('stdout');
  let fail = (_: unknown) => {};
  /** Rejects when a line can't be written: whoever read the log has gone, or the disk is full. */
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  return {
    failed,
    write(entry: LogEntry) {
      const line = person ? terminalLine(entry, output.width('stdout'), style) : ndjsonLine(entry);
      if (!output.quiet) output.data(line).catch(fail);
    },
  };
}

/** Rejects when the run is interrupted, with the reason. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
