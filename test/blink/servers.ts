import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../../src/blink/client.ts';
import { BlinkError } from '../../src/blink/error.ts';
import { fixedSession } from '../../src/blink/login/session.ts';

import { inWords } from '../../src/words.ts';

/** One request as a server saw it. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** Text goes out as it is, anything else as JSON. */
  body?: unknown;
}

export interface TestServer {
  url: string;
  port: number;
  seen: Seen[];
}

/** An HTTP server that keeps what it sees and answers as the test says, on a port of its own. */
export async function serve(
  reply: (seen: Seen, count: number) => Reply | Promise<Reply>,
): Promise<TestServer> {
  const seen: Seen[] = [];
  const answer: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
    seen.push(one);
    const { status = 200, headers: own = {}, body = '' } = await reply(one, seen.length);
    const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...own }).end(text);
  };
  const port = await listening(createServer(answer));
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

export interface RawServer {
  url: string;
  port: number;
  requests: string[];
  connections: () => number;
  /** Listens no more; resolves once its last connection is gone. */
  close: () => Promise<void>;
}

/** A TCP server that is given each request's text, once it has come with its whole body, and the socket. */
export async function serveRaw(
  answer: (socket: Socket, request: string, count: number) => void,
  wanted = 0,
): Promise<RawServer> {
  const requests: string[] = [];
  let connections = 0;
  const server = createTcpServer((socket) => {
    connections++;
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n') + 4;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 4 || text.length < end + length) return;
      requests.push(text);
      text = '';
      answer(socket, requests.at(-1) ?? '', requests.length);
    });
  });
  const port = await listening(server, wanted);
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, port, requests, connections: () => connections, close };
}

/** Listens on a port of the loopback address, a free one unless told which, until the test is over. */
export async function listening(server: Server, wanted = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return portOf(server.address());
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A clock that only moves when somebody sleeps, and the sleeps it saw. */
export function fakeClock(start = Date.UTC(2024, 5, 6)) {
  const waits: number[] = [];
  let time = start;
  return {
    waits,
    now: () => time,
    sleep: async (ms: number) => {
      waits.push(ms);
      time += ms;
    },
  };
}

/** A client that waits for nobody and is closed after the test. */
export function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({
    baseUrl,
    session: fixedSession('token-1'),
    userAgent: 'blink/test',
    timeout: 5_000,
    clock: fakeClock(),
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** What a promise rejects with, and what this program makes of an error of the library's. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof BlinkError)) return error;
    const { name, message } = error;
    const { code, exitCode, hint, details } = inWords(error);
    return { ...error, name, message, code, exitCode, hint, details };
  }
  throw new Error('it was expected to fail');
}
