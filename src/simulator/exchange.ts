import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { CliError } from '../errors.ts';
import type { Answer, Simulator } from './call.ts';
import { refused } from './laravel.ts';
import { answerRequest, targetOf } from './router.ts';

export interface RequestEntry {
  method: string;
  /** Without the query. */
  path: string;
  status: number;
  ms: number;
}

const serverName = 'blink-simulator';

/** One request and its answer, whatever happens on the way. */
export async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  simulator: Simulator,
): Promise<void> {
  const { status, body, headers } = await answerRequest(request, simulator).catch(failure);
  const content = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    server: serverName,
    'content-type': 'application/json',
    'content-length': content.length,
    ...headers,
  });
  response.end(content);
}

/** Calls `onRequest` when the answer has gone out, or will never. */
export function report(
  request: IncomingMessage,
  response: ServerResponse,
  onRequest: (entry: RequestEntry) => void,
): void {
  const start = performance.now();
  response.once('close', () => {
    onRequest({
      method: request.method ?? '',
      path: targetOf(request).path,
      // As nginx logs a client that didn't wait.
      status: response.writableFinished ? response.statusCode : 499,
      ms: performance.now() - start,
    });
  });
}

/** Answers what is not HTTP, too large in its headers, or too slow, and hangs up. */
export function answerGarbage(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const content = JSON.stringify({ message: 'Blink simulator: not a request that HTTP allows' });
  const head = [
    `HTTP/1.1 ${garbageStatus(error.code)}`,
    `server: ${serverName}`,
    'content-type: application/json',
    `content-length: ${content.length}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${content}`);
}

function garbageStatus(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
}

/** What a handler could not help: a lock that others hold, a damaged state file, a full disk. */
function failure(error: unknown): Answer {
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CliError)) return refused(500, `Blink simulator: ${reason}`);
  const message = ['Blink simulator:', reason, error.hint].filter((part) => part !== undefined).join(' ');
  if (error.code !== 'locked') return refused(500, message);
  return { ...refused(503, message), headers: { 'retry-after': '1' } };
}
