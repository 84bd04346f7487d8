import type { IncomingMessage } from 'node:http';
import { isFromForeignPage, isLoopback } from '../../blink/wire/this-computer.ts';
import type { Simulator } from '../call.ts';
import { opensLogistics } from '../calls/login.ts';

/**
 * Whether a request may make the simulator's own calls: from this computer without a token, from elsewhere with the
 * logistics token. What a web page of some other place sends through a browser on this computer counts as elsewhere.
 */
export function mayAdminister({ headers, socket }: IncomingMessage, simulator: Simulator): boolean {
  const near = isLoopback(socket.remoteAddress ?? '') && !isFromForeignPage(headers);
  return near || opensLogistics(headers.authorization, simulator);
}
