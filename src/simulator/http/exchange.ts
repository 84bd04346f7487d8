import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError, messageOf } from '../../errors.ts';
import type { RequestEntry, Simulator } from '../call.ts';
import type { Judge } from '../faults/faults.ts';
import type { Answer } from './answer.ts';
import { refused } from './laravel.ts';
import { answerRequest, isOwn, targetOf } from './router.ts';

const serverName = 'blink-simulator';
const closedByClient = 499;
const cutOnPurpose = 444;

/**
 * One request and its answer, whatever happens on the way.
 * @param onRequest told when the answer has gone out, or will never
 */
export async function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  simulator: Simulator,
  judge: Judge,
  onRequest: (entry: RequestEntry) => void,
): Promise<void> {
  const at = simulator.clock();
  const begun = performance.now();
  const sent = { cut: false, size: 0 };
  const { path } = targetOf(request);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : closedByClient;
    onRequest({
      at,
      method: request.method ?? '',
      path,
      status: sent.cut ? cutOnPurpose : status,
      ms: performance.now() - begun,
      size: sent.size,
    });
  });

  // The simulator's own calls work while everything else fails: they are how that is ended.
  const { wait, headers, fate } = isOwn(path) ? unharmed : judge.judge(simulator.faults);
  if (wait > 0) await delay(wait);
  if (response.destroyed) return;
  if (fate.type === 'right') {
    sent.size = send(response, await right(request, simulator), headers);
  } else if (fate.type === 'wrong') {
    sent.size = send(response, fate.answer, headers);
  } else {
    if (fate.type === 'unanswered') await right(request, simulator);
    sent.cut = true;
    response.destroy();
  }
}

const unharmed = { wait: 0, headers: {}, fate: { type: 'right' } } as const;

function right(request: IncomingMessage, simulator: Simulator): Promise<Answer> {
  return answerRequest(request, simulator).catch(failure);
}

/** @returns the bytes of the body */
function send(
  response: ServerResponse,
  { status, body, headers: own }: Answer,
  headers: Record<string, string>,
): number {
  const content = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    server: serverName,
    'content-type': 'application/json',
    'content-length': content.length,
    ...headers,
    ...own,
  });
  response.end(content);
  return content.length;
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
  const reason = messageOf(error);
  if (!(error instanceof CliError)) return refused(500, `Blink simulator: ${reason}`);
  const message = ['Blink simulator:', reason, error.hint].filter((part) => part !== undefined).join(' ');
  if (error.code !== 'locked') return refused(500, message);
  return { ...refused(503, message), headers: { 'retry-after': '1' } };
}
