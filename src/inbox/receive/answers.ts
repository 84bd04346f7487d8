import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long an answer that refuses a body is held open, so that who is still sending it reads the answer. */
const lingering = 2000;

/** Answers with text, or with an object as JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: string | Record<string, unknown>,
): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Answers without reading the body, and closes the connection. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: string,
): void {
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
