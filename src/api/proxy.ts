import { CliError } from '../errors.ts';
import type { Address } from './address.ts';

export interface Proxies {
  httpProxy: string;
  httpsProxy: string;
}

/**
 * The proxies that the environment names, for undici, which also reads NO_PROXY.
 * @returns undefined when none is named, or the address is this computer's own.
 * @throws {CliError} `usage` when a variable does not hold a proxy's address.
 */
export function proxiesFor(address: Address): Proxies | undefined {
  if (address.loopback) return undefined;
  const httpProxy = proxyIn('http_proxy', 'HTTP_PROXY');
  const httpsProxy = proxyIn('https_proxy', 'HTTPS_PROXY');
  return httpProxy === '' && httpsProxy === '' ? undefined : { httpProxy, httpsProxy };
}

function proxyIn(...names: [lower: string, upper: string]): string {
  const name = names.find((candidate) => process.env[candidate] !== undefined);
  const value = name === undefined ? '' : (process.env[name] ?? '').trim();
  if (value === '') return '';
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url) && /^https?:\/\//.test(url)) return url;
  // Its value is not shown: it may hold a password.
  throw new CliError('usage', `The environment variable ${name} does not hold the address of a proxy.`, {
    hint: 'It must look like http://proxy.example:8080. Unset it to connect without a proxy.',
  });
}
