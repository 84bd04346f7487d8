import { BlinkError } from '../error.ts';
import type { Address } from './address.ts';
import { goesDirect } from './no-proxy.ts';

/** The proxies to go through, for undici, which is not to look for others by itself. */
export interface Proxies {
  httpProxy: string;
  httpsProxy: string;
  /** Nothing goes around them: that was decided here, by more than undici knows. */
  noProxy: '';
}

/**
 * The proxies that the environment names: HTTP_PROXY for plain http, HTTPS_PROXY for https, ALL_PROXY where that one is
 * not set. Small letters win, and an empty variable counts as unset.
 * @returns undefined when none is named, when NO_PROXY names the address, or it is this computer's own.
 * @throws {BlinkError} `misconfigured` when a variable does not hold a proxy's address.
 */
export function proxiesFor(address: Address, env = process.env): Proxies | undefined {
  const first = (...names: [lower: string, upper: string]) => firstOf(env, names);
  if (address.loopback || goesDirect(new URL(address.origin), first('no_proxy', 'NO_PROXY')?.value)) {
    return undefined;
  }
  const all = first('all_proxy', 'ALL_PROXY');
  const httpProxy = proxyIn(first('http_proxy', 'HTTP_PROXY') ?? all);
  const httpsProxy = proxyIn(first('https_proxy', 'HTTPS_PROXY') ?? all);
  return httpProxy === '' && httpsProxy === '' ? undefined : { httpProxy, httpsProxy, noProxy: '' };
}

interface Variable {
  name: string;
  value: string;
}

function firstOf(env: NodeJS.ProcessEnv, names: readonly string[]): Variable | undefined {
  return names.map((name) => ({ name, value: (env[name] ?? '').trim() })).find(({ value }) => value !== '');
}

function proxyIn(variable: Variable | undefined): string {
  if (variable === undefined) return '';
  const { name, value } = variable;
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url) && /^https?:\/\//i.test(url)) return url;
  // Its value is not shown: it may hold a password.
  const [message, reason] = /^socks/i.test(url)
    ? ([
        `The environment variable ${name} names a SOCKS proxy, which is not supported.`,
        'socks_proxy',
      ] as const)
    : ([
        `The environment variable ${name} does not hold the address of a proxy.`,
        'bad_proxy_variable',
      ] as const);
  throw new BlinkError('misconfigured', message, { reason });
}
