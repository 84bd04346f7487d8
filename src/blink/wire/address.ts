import { BlinkError } from '../error.ts';
import { isLoopback } from './this-computer.ts';
import { webUrl } from './web-url.ts';

/** Where a service answers. */
export interface Address {
  /** Scheme, host and port: never a user name, a password or a path. */
  origin: string;
  /** Host and port, for messages. */
  host: string;
  /** What stands before every path, without a slash at its end. */
  prefix: string;
  /** True for this very computer, which no proxy can reach. */
  loopback: boolean;
}

export type Query = Readonly<Record<string, string | number>>;

/**
 * Takes a base address apart, such as `https://api.blinkco.io` or `http://127.0.0.1:4010/blink/`.
 * @throws {BlinkError} `misconfigured` when it is not an http or https address.
 */
export function addressOf(baseUrl: string): Address {
  const url = webUrl(baseUrl);
  if (url === undefined) {
    throw new BlinkError('misconfigured', 'The address of the service is not a web address.', {
      reason: 'bad_address',
    });
  }
  return {
    origin: url.origin,
    host: url.host,
    prefix: url.pathname.replace(/\/+$/, ''),
    loopback: isLoopback(url.hostname),
  };
}

/** The path to ask an address for, prefix and query included. Whatever the path holds, the host stays the same. */
export function pathOf(address: Address, path: string, query: Query = {}): string {
  const url = new URL(`${address.origin}${address.prefix}/${path.replace(/^\/+/, '')}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
  return url.pathname + url.search;
}

/** The address of a request as it may be shown: values of token-like names are blanked. */
export function shownAddress(address: Address, path: string): string {
  const url = new URL(address.origin + path);
  for (const name of new Set(url.searchParams.keys())) {
    if (/token|passw|pwd|secret|api_?key|auth|signature/i.test(name)) url.searchParams.set(name, '***');
  }
  return url.href;
}
