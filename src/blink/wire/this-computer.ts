import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request to this computer may be a web page of some other place, sent through a browser that runs here: it
 * says so itself (`Origin`), or it asks for a name that somebody made point here (`Host`).
 */
export function isFromForeignPage({ host = '', origin }: IncomingHttpHeaders): boolean {
  if (!isLoopback(hostOf(`http://${host}`))) return true;
  return origin !== undefined && !isLoopback(hostOf(origin));
}

/** Whether an address or a name is this very computer, whatever a name server says. */
export function isLoopback(host: string): boolean {
  return /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|\[?::1\]?|(?:.+\.)?localhost)$/i.test(host);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
