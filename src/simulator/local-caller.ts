import type { IncomingMessage } from 'node:http';
import type { Simulator } from './call.ts';
import { opensLogistics } from './login.ts';

/**
 * Whether a request may make the simulator's own calls: from this computer without a token, from elsewhere with the
 * logistics token. What a web page of some other place sends through a browser on this computer counts as elsewhere.
 */
export function mayAdminister({ headers, socket }: IncomingMessage, simulator: Simulator): boolean {
  const near = isLoopback(socket.remoteAddress ?? '') && isLoopback(hostOf(`http://${headers.host ?? ''}`));
  const own = headers.origin === undefined || isLoopback(hostOf(headers.origin));
  return (near && own) || opensLogistics(headers.authorization, simulator);
}

function isLoopback(host: string): boolean {
  return /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|\[?::1\]?|(?:.+\.)?localhost)$/.test(host);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
