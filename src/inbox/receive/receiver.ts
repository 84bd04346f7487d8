import { createServer } from 'node:http';
import { listenOn, urlOf } from '../../listen-on.ts';
import { affordableConnections, boundConnections } from './connections.ts';
import { createDoor, type DoorOptions } from './door.ts';

export interface ReceiverOptions extends Omit<DoorOptions, 'name'> {
  port: number;
  host: string;
}

export interface Receiver {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Takes no more connections, and resolves when what came before is stored and answered, or cut off at last. */
  close(): Promise<void>;
}

/** Milliseconds from the first byte of a request to its last. */
const patience = 10_000;
/** How long requests that are under way may take when the receiver ends. */
const farewell = 2000;

/**
 * Listens for what Blink posts. An event is stored for good before it is answered with 200, and whatever happens to it
 * later is no matter of the answer.
 * @throws CliError `failed` when the port is taken or the host is not ours
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const server = createServer({
    headersTimeout: patience,
    requestTimeout: patience,
    connectionsCheckingInterval: 1000,
    // Longer than most who post keep a connection: who posts on one while it is being closed loses the order.
    keepAliveTimeout: 65_000,
  });
  boundConnections(server, affordableConnections());
  const take = createDoor({ ...options, name: 'blink webhook listen' });
  let closing = false;
  server.on('request', (request, response) => {
    if (closing) response.setHeader('connection', 'close');
    take(request, response, closing).catch(() => response.destroy());
  });
  const url = urlOf(options.host, await listenOn(server, options.port, options.host));

  return {
    url,
    async close() {
      closing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      const cut = setTimeout(() => server.closeAllConnections(), farewell);
      await closed;
      clearTimeout(cut);
    },
  };
}
