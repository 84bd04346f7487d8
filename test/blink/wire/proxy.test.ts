import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addressOf } from '../../../src/blink/wire/address.ts';
import { proxiesFor } from '../../../src/blink/wire/proxy.ts';

const names = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [
  name,
  name.toUpperCase(),
]);

beforeEach(() => {
  for (const name of names) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

const proxy = 'http://proxy.example:3128';

it.each<[variables: Record<string, string>, address: string, expected: object | undefined]>([
  [{}, 'https://api.blinkco.io', undefined],
  [{ HTTPS_PROXY: proxy }, 'https://api.blinkco.io', { httpProxy: '', httpsProxy: proxy }],
  [{ https_proxy: 'proxy.example:3128' }, 'https://api.blinkco.io', { httpProxy: '', httpsProxy: proxy }],
  [{ https_proxy: '', HTTPS_PROXY: proxy }, 'https://api.blinkco.io', { httpProxy: '', httpsProxy: proxy }],
  [{ ALL_PROXY: proxy }, 'https://api.blinkco.io', { httpProxy: proxy, httpsProxy: proxy }],
  [
    { all_proxy: 'http://other.example', HTTPS_PROXY: proxy },
    'https://api.blinkco.io',
    { httpProxy: 'http://other.example', httpsProxy: proxy },
  ],
  [{ ALL_PROXY: proxy }, 'http://127.0.0.1:4646', undefined],
  [{ ALL_PROXY: proxy, NO_PROXY: '10.0.0.0/8' }, 'http://10.1.2.3', undefined],
  [{ ALL_PROXY: proxy, NO_PROXY: 'blinkco.io' }, 'https://stg-api.blinkco.io', undefined],
  [
    { ALL_PROXY: proxy, no_proxy: 'example.com', NO_PROXY: 'blinkco.io' },
    'https://api.blinkco.io',
    { httpProxy: proxy, httpsProxy: proxy },
  ],
])('%o for %s: %o', (variables, address, expected) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  expect(proxiesFor(addressOf(address))).toEqual(expected && { ...expected, noProxy: '' });
});

it.each([
  [{ ALL_PROXY: 'socks5://user:hunter2@proxy.example:1080' }, /ALL_PROXY names a SOCKS proxy/],
  [{ HTTPS_PROXY: 'ftp://user:hunter2@proxy.example' }, /HTTPS_PROXY does not hold the address of a proxy/],
])('%o is refused, and not repeated', (variables, message) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const refused = () => proxiesFor(addressOf('https://api.blinkco.io'));
  expect(refused).toThrow(
    expect.objectContaining({ kind: 'misconfigured', message: expect.stringMatching(message) }),
  );
  expect(refused).not.toThrow(/hunter2/);
});
