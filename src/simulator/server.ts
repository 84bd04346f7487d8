import { createServer } from 'node:http';
import type { Simulator } from './call.ts';
import { answerGarbage, type RequestEntry, report, serve } from './exchange.ts';
import { accountKind, menuKind, ordersKind, tasksKind } from './kept.ts';
import { listen, makeFolder } from './listen.ts';
import { openStore } from './state.ts';

export interface SimulatorOptions {
  /** Where the state is kept between runs; made when missing. Several simulators may share it. */
  folder: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** The loopback address unless told otherwise. */
  host?: string;
  /** What `login` accepts: demo / demo unless told otherwise. */
  account?: { username: string; password: string };
  /** What the logistics calls accept: demo unless told otherwise. */
  logisticsToken?: string;
  /** How long a login's token is good for; a day unless told otherwise. */
  tokenSeconds?: number;
  /** The time in milliseconds since 1970. */
  clock?: () => number;
  /** Told of every answer after it went out. A request whose client went away has status 499. */
  onRequest?: (entry: RequestEntry) => void;
  /** True lets the process end while the simulator has nothing to do. */
  unref?: boolean;
}

export interface RunningSimulator {
  /** Where both services answer, without a slash at the end. */
  url: string;
  port: number;
  /** Cuts all connections, and resolves when nothing is being written any more. */
  close(): Promise<void>;
}

const aDay = 24 * 60 * 60;

/**
 * Starts the local stand-in for both of Blink's services, on one port.
 * It never claims to be Blink: every answer carries `server: blink-simulator`.
 * @throws CliError when the folder can't be used or the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { folder, port = 0, host = '127.0.0.1', onRequest, unref = false } = options;
  makeFolder(folder);
  const server = createServer();
  const address = await listen(server, port, host);
  const simulator = { ...settings(options), url: address.url };

  server.on('request', (request, response) => {
    if (onRequest !== undefined) report(request, response, onRequest);
    // An answer that can't be written ends its connection, not the process.
    serve(request, response, simulator).catch(() => response.destroy());
  });
  server.on('clientError', answerGarbage);
  if (unref) {
    server.unref();
    server.on('connection', (socket) => socket.unref());
  }

  return {
    ...address,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.all(Object.values(simulator.stores).map((store) => store.settled()));
    },
  };
}

function settings({
  folder,
  account,
  logisticsToken,
  tokenSeconds,
  clock,
}: SimulatorOptions): Omit<Simulator, 'url'> {
  return {
    username: account?.username ?? 'demo',
    password: account?.password ?? 'demo',
    logisticsToken: logisticsToken ?? 'demo',
    tokenSeconds: tokenSeconds ?? aDay,
    clock: clock ?? Date.now,
    stores: {
      account: openStore(folder, accountKind),
      menu: openStore(folder, menuKind),
      orders: openStore(folder, ordersKind),
      tasks: openStore(folder, tasksKind),
    },
  };
}
