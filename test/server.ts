import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it stood on the wire. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Answer = { status?: number; headers?: Record<string, string>; body?: unknown };

/**
 * A server of another make: it logs what it receives and answers what it is told. It ends with the test.
 * @param answer a body that is no text is sent as JSON
 */
export async function loggingServer(
  answer: (request: Received) => Answer | Promise<Answer>,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { method = '', url = '', headers } = request;
      const entry = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      received.push(entry);
      const { status = 200, headers: extra = {}, body = {} } = await answer(entry);
      response.writeHead(status, { 'content-type': 'application/json', ...extra });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}

/** Answers as Blink does: a token for any login, success for the rest. */
export function blinkLike(request: Received): Answer {
  if (request.path === '/interface/v1/login')
    return { body: { token_type: 'Bearer', access_token: 'token-1' } };
  return { body: { msg: 'Success', success: true, error: null, data: [] } };
}
