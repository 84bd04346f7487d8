import type { Client } from '../../blink/client.ts';
import type { Service } from '../../blink/services.ts';
import { once } from '../once.ts';
import type { Target } from '../target/target.ts';
import { logisticsClient, orderingClient } from './clients.ts';
import { OpenClients } from './open-clients.ts';
import type { ConnectOptions } from './options.ts';
import { rememberedMethods } from './remembered.ts';
import { tryLogin, tryToken } from './trial.ts';

/** The clients of a run, each made when it is first asked for. */
export interface Connections {
  ordering(): Promise<Client>;
  logistics(): Promise<Client>;
  /** Logs in with credentials that are not stored yet. @returns the token */
  tryLogin(account: { username: string; password: string }): Promise<string>;
  /** Makes a harmless call with a token that is not stored yet. @throws BlinkError `credentials` when it is refused */
  tryToken(service: Service, token: string): Promise<void>;
  /** The passwords and tokens in use, renewed ones too, but for those of the simulator, which everybody knows. */
  secrets(): string[];
  /** Closes every connection, and the simulator where one was started. */
  close(): Promise<void>;
}

/** Connects a run to one target or several, whose addresses are warned of where they need it, and closes it all. */
export function connector(options: Omit<ConnectOptions, 'target'>) {
  const made: Connections[] = [];
  return {
    connect(target: Target): Connections {
      for (const { warning } of Object.values(target.addresses)) {
        if (warning !== undefined) options.warn(warning);
      }
      const connections = createConnections({ ...options, target });
      made.push(connections);
      return connections;
    },
    async close(): Promise<void> {
      await Promise.all(made.map((connections) => connections.close()));
    },
  };
}

/**
 * Connects a run to the services of its target. `local` needs neither account nor network: the simulator is
 * started inside this process, on a loopback port, and keeps its state in the state folder.
 */
function createConnections(options: ConnectOptions): Connections {
  const methods = rememberedMethods(options);
  const clients = new OpenClients(options, methods);
  return {
    ordering: once(() => orderingClient(clients, options)),
    logistics: once(() => logisticsClient(clients, options)),
    tryLogin: (account) => tryLogin(clients, account, options.signal),
    tryToken: (service, token) => tryToken(clients, service, token),
    secrets: () => clients.secrets(),
    close: async () => {
      await Promise.all([clients.close(), methods.kept()]);
    },
  };
}
