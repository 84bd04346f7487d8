import { createServer } from 'node:http';
import { listenOn, urlOf } from '../listen-on.ts';
import { withLock } from '../storage/lock.ts';
import type { RequestEntry, Simulator } from './call.ts';
import { createJudge, type Faults, noFaults } from './faults/faults.ts';
import { answerGarbage, exchange } from './http/exchange.ts';
import { generator } from './samples/random.ts';
import { makeStateFolder } from './state/folder.ts';
import { accountKind, menuKind, ordersKind, tasksKind } from './state/kept.ts';
import { openStore } from './state/store.ts';
import { followTasks } from './tasks/follow.ts';
import { createWebhooks, type Delivery, type WebhookUrls } from './webhooks.ts';

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
  /** What goes wrong on request, and the limits; nothing, and none but a day for tokens, unless told otherwise. */
  faults?: Partial<Faults>;
  /** Makes customers, placed orders and faults the same on every start. */
  seed?: number | undefined;
  /** Where the three kinds of events are posted to, as Blink posts them. */
  webhooks?: WebhookUrls;
  /** Orders that are placed by themselves, a minute. */
  ordersPerMinute?: number | undefined;
  /** The time in milliseconds since 1970. */
  clock?: () => number;
  /** How a change of the state keeps other processes out. */
  lock?: typeof withLock;
  /** Told of every answer after it went out. A request whose client went away has status 499. */
  onRequest?: (entry: RequestEntry) => void;
  /** Told of every webhook after it was called. */
  onDelivery?: (delivery: Delivery) => void;
  /** Told why no order could be placed by itself. */
  onProblem?: (message: string) => void;
  /** True lets the process end while the simulator has nothing to do. */
  unref?: boolean;
}

export interface RunningSimulator {
  /** Where both services answer, without a slash at the end. */
  url: string;
  port: number;
  /**
   * Cuts all connections, and resolves when nothing is being written any more and the webhooks that were begun are
   * over: 5 seconds at most.
   */
  close(): Promise<void>;
}

const mostRequests = 1000;

/**
 * Starts the local stand-in for both of Blink's services, on one port.
 * It never claims to be Blink: every answer carries `server: blink-simulator`.
 * @throws CliError when the folder can't be used or the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { folder, port = 0, host = '127.0.0.1', onRequest, ordersPerMinute, unref = false } = options;
  makeStateFolder(folder);
  const server = createServer();
  const bound = await listenOn(server, port, host);
  const url = urlOf(reachable(host), bound);
  const webhooks = createWebhooks(options.webhooks ?? {}, options.onDelivery ?? ignore);
  const simulator: Simulator = { ...settings(options), url, tell: webhooks.tell };
  const judge = createJudge(generator(simulator.seed ?? Date.now()), simulator.clock);

  server.on('request', (request, response) => {
    exchange(request, response, simulator, judge, (entry) => {
      simulator.requests.push(entry);
      if (simulator.requests.length > mostRequests) simulator.requests.shift();
      onRequest?.(entry);
      // An answer that can't be written ends its connection, not the process.
    }).catch(() => response.destroy());
  });
  server.on('clientError', answerGarbage);
  if (unref) {
    server.unref();
    server.on('connection', (socket) => socket.unref());
  }
  const stops = [
    ...(options.webhooks?.task === undefined ? [] : [followTasks(simulator)]),
    ...(ordersPerMinute ? [await placing(simulator, ordersPerMinute, options.onProblem ?? ignore)] : []),
  ];

  return {
    url,
    port: bound,
    async close() {
      for (const stop of stops) stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.all(Object.values(simulator.stores).map((store) => store.settled()));
      await webhooks.close();
    },
  };
}

/** An address that means "all of mine" is none to call. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

function ignore(): void {}

async function placing(
  simulator: Simulator,
  perMinute: number,
  onProblem: (message: string) => void,
): Promise<() => void> {
  const { placeOrders } = await import('./calls/placing.ts');
  return placeOrders(simulator, perMinute, onProblem);
}

function settings(options: SimulatorOptions): Omit<Simulator, 'url' | 'tell'> {
  const { folder, account, logisticsToken, faults, seed, clock, lock = withLock } = options;
  return {
    username: account?.username ?? 'demo',
    password: account?.password ?? 'demo',
    logisticsToken: logisticsToken ?? 'demo',
    faults: { ...noFaults, ...faults },
    seed,
    clock: clock ?? Date.now,
    requests: [],
    stores: {
      account: openStore(folder, accountKind, lock),
      menu: openStore(folder, menuKind, lock),
      orders: openStore(folder, ordersKind, lock),
      tasks: openStore(folder, tasksKind, lock),
    },
  };
}
