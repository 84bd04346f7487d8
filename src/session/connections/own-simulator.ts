import type { RunningSimulator, SimulatorOptions } from '../../simulator/server.ts';
import type { ConnectOptions } from './options.ts';

/** The simulator inside a command. */
export interface OwnSimulator {
  /** Starts it, unless it runs already. @returns where it answers */
  url(): Promise<string>;
  close(): Promise<void>;
}

/** The simulator that a run on `local` starts inside this process, once it makes a call. */
export function ownSimulator(options: ConnectOptions): OwnSimulator {
  let simulator: Promise<RunningSimulator> | undefined;
  return {
    async url() {
      simulator ??= start(options);
      return (await simulator).url;
    },
    async close() {
      await (await simulator)?.close();
    },
  };
}

async function start(options: ConnectOptions): Promise<RunningSimulator> {
  const { startSimulator } = await import('../../simulator/server.ts');
  return startSimulator({ folder: options.simulatorFolder, unref: true, ...webhooksOf(options) });
}

function webhooksOf({ settings, trace, warn }: ConnectOptions): Partial<SimulatorOptions> {
  const url = settings.simulatorWebhook?.value;
  if (url === undefined) return {};
  return {
    webhooks: { order: url, 'order-status': url, task: url },
    onDelivery({ kind, url: called, status, why }) {
      if (why !== undefined) warn(`The simulator could not post the ${kind} event to ${called}: ${why}.`);
      else trace?.(`simulator webhook: POST ${called} (${kind}) ${status}`);
    },
  };
}
