import { type Address, addressOf } from '../../blink/wire/address.ts';
import { proxiesFor } from '../../blink/wire/proxy.ts';

/** How a call gets to a service: to its host, or through a proxy that opens a tunnel to it. */
export interface Route {
  address: Address;
  url: URL;
  proxy: URL | undefined;
}

/** @throws BlinkError `misconfigured` when a proxy variable makes no sense */
export function routeTo(base: string, env: NodeJS.ProcessEnv): Route {
  const address = addressOf(base);
  const url = new URL(address.origin);
  const proxies = proxiesFor(address, env);
  // As undici has it: what is for https falls back on what is for http.
  const proxy = url.protocol === 'https:' ? proxies?.httpsProxy || proxies?.httpProxy : proxies?.httpProxy;
  return { address, url, proxy: proxy ? new URL(proxy) : undefined };
}

/** The name of a host, or its number without brackets. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
