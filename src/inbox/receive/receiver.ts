import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CliError } from '../../errors.ts';
import { classify } from '../classify/classify.ts';
import { watchHealth } from '../health.ts';
import type { InboxWriter, Stored } from '../store/writer.ts';
import { type Admission, admit, blankSecret, isForged, kindFor } from './admission.ts';
import { affordableConnections, boundConnections } from './connections.ts';
import { originOf } from './origin.ts';
import { bodyReader } from './request-body.ts';

/** A request that was not taken. */
export interface RefusedRequest {
  method: string;
  /** As it was asked for, the secret blanked. */
  path: string;
  status: number;
}

export interface ReceiverOptions extends Admission {
  port: number;
  host: string;
  inbox: InboxWriter;
  /** Told of each event once it is on the disk. Whatever it does must not keep the answer waiting. */
  onStored: (stored: Stored) => void;
  /** Told when events can't be stored, and of `undefined` when they can again. */
  onTrouble: (trouble: unknown) => void;
  /** Told of requests that were not taken: whoever sends them may have a wrong address. */
  onRefused?: ((request: RefusedRequest) => void) | undefined;
}

export interface Receiver {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Takes no more connections, and resolves when what came before is stored and answered, or cut off at last. */
  close(): Promise<void>;
}

/** The most bytes that a body may have. */
export const largestBody = 5 * 1024 * 1024;

/** Reading, understanding and storing a body takes about ten times its size. */
const sharedMemory = 16 * 1024 * 1024;
/** Milliseconds from the first byte of a request to its last. */
const patience = 10_000;
/** How long an answer that refuses a body is held open, so that who is still sending it reads the answer. */
const lingering = 2000;
/** How long requests that are under way may take when the receiver ends. */
const farewell = 2000;

/**
 * Listens for what Blink posts. An event is on the disk before it is answered with 200, and whatever happens to it
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
  const readBody = bodyReader(largestBody, sharedMemory);
  const unpackOne = oneAtATime();
  const health = watchHealth(options);
  let closing = false;

  function turnAway(request: IncomingMessage, response: ServerResponse, status: number, why: string): void {
    const { method = '', url: path = '' } = request;
    refuse(request, response, status, why);
    options.onRefused?.({ method, path: blankSecret(path, options), status });
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (closing) response.setHeader('connection', 'close');
    const path = admit(request, options);
    const kind = path === undefined ? null : kindFor(path, options);
    if (isHealthCheck(request, path)) return tellHealth(response, !closing && (await health.isReady()));
    if (isForged(request, options)) return turnAway(request, response, 403, foreign);
    if (path === undefined || kind === null)
      return turnAway(request, response, 404, 'There is nothing here.');
    if (request.method !== 'POST' && request.method !== 'PUT') {
      response.setHeader('allow', 'POST, PUT');
      return turnAway(request, response, 405, 'Events are posted here.');
    }
    await readBody(request, async (brought) => {
      if (brought === 'broken_off') return void response.destroy();
      if (!Buffer.isBuffer(brought)) {
        if (brought === 'busy') response.setHeader('retry-after', '1');
        const [status, why] = refusals[brought];
        return turnAway(request, response, status, why);
      }
      const encoding = request.headers['content-encoding'];
      const use = async () => {
        const classified = await classify(brought, { encoding, expected: kind, limit: largestBody });
        const receivedAt = new Date().toISOString();
        const origin = originOf(request, options.secret);
        await keep(response, { receivedAt, path: blankSecret(path, options), ...origin, ...classified });
      };
      // A few bytes may unpack to the largest body there is.
      await (encoding === undefined ? use() : unpackOne(use));
    });
  }

  async function keep(response: ServerResponse, arrival: Parameters<InboxWriter['store']>[0]): Promise<void> {
    let stored: Stored;
    try {
      stored = await options.inbox.store(arrival);
    } catch (error) {
      response.setHeader('retry-after', '5');
      answer(response, 503, { received: false, error: 'It could not be stored. Send it again.' });
      return health.failed(error);
    }
    answer(response, 200, { received: true, id: stored.event.id });
    health.good();
    options.onStored(stored);
  }

  server.on('request', (request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  const url = await listen(server, options.port, options.host);

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

/** Who watches over the receiver need not know the secret, and may. */
function isHealthCheck({ method, url = '' }: IncomingMessage, path = url): boolean {
  return (method === 'GET' || method === 'HEAD') && path.split('?')[0] === '/';
}

function tellHealth(response: ServerResponse, ready: boolean): void {
  if (!ready) response.setHeader('retry-after', '5');
  const state = ready ? 'ready' : 'not ready, an event could not be stored now';
  answer(response, ready ? 200 : 503, `blink webhook listen: ${state}\n`);
}

const foreign =
  'This may be a web page in a browser. Post to 127.0.0.1, or start the receiver with --protect and use its secret path.';

/** Does jobs one after the other. */
function oneAtATime(): (job: () => Promise<void>) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => {});
    return result;
  };
}

function answer(response: ServerResponse, status: number, body: string | Record<string, unknown>): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Why a body is not taken: the status, and what the answer says. */
const refusals = {
  busy: [503, 'Too many large bodies at once. Send it again.'],
  too_large: [413, `The body has more than ${largestBody / 1024 / 1024} MiB.`],
} as const;

/** Answers without reading the body, and closes the connection. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, error: string): void {
  const text = `${JSON.stringify({ received: false, error })}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  });
  // Closed at once, the connection would be reset, and who is still sending would never see the answer.
  response.write(text);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(() => request.socket.destroy(), lingering);
  response.once('close', () => clearTimeout(timer));
  request.once('end', end);
  request.resume();
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    throw new CliError('failed', `Can't listen on ${host}:${port}: ${reasonOf(cause)}.`, {
      hint: 'Choose another --port, or 0 for any that is free.',
      cause,
    });
  }
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'permission is denied; ports below 1024 are for administrators',
  EADDRNOTAVAIL: 'this computer has no such address',
  ENOTFOUND: 'there is no such host name',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
