import { describe, expect, it } from 'vitest';
import {
  type GlobalFlags,
  requireEnvironment,
  resolveSettings,
  type Settings,
} from '../../src/config/settings.ts';
import type { StoredConfig } from '../../src/config/stored.ts';

const stored: StoredConfig = {
  profile: 'main',
  settings: { output: 'csv', timeout: 12.5, retries: 5, wire: { stockQuantityKey: 'stock_qunatity' } },
  profiles: {
    main: {
      env: 'sandbox',
      accounts: {
        sandbox: { username: 'ali', token: 'sandbox-token', password: 'kept', logisticsToken: 'portal' },
        production: { username: 'ali', token: 'live-token' },
      },
    },
    second: { accounts: { sandbox: { token: 'second-token' } } },
  },
};

const nothing: StoredConfig = { profiles: {} };

function resolve(flags: GlobalFlags, env: NodeJS.ProcessEnv, config: StoredConfig): Settings {
  return resolveSettings({ flags, env, stored: config });
}

type Expected = { [Key in keyof Settings]?: unknown };

const unset = { environment: undefined, username: undefined, password: undefined, token: undefined };

const cases: [
  name: string,
  flags: GlobalFlags,
  env: NodeJS.ProcessEnv,
  stored: StoredConfig,
  expected: Expected,
][] = [
  [
    'nothing given, nothing stored: no environment is guessed',
    {},
    {},
    nothing,
    {
      ...unset,
      profile: { value: 'default', source: 'default' },
      logisticsToken: undefined,
      orderingUrl: undefined,
      logisticsUrl: undefined,
      timeout: { value: 30_000, source: 'default' },
      retries: { value: 3, source: 'default' },
      output: { value: 'table', source: 'default' },
      stockQuantityKey: { value: 'stock_quantity', source: 'default' },
      warnings: [],
    },
  ],
  [
    'everything from what is stored',
    {},
    {},
    stored,
    {
      profile: { value: 'main', source: 'config' },
      environment: { value: 'sandbox', source: 'config' },
      username: { value: 'ali', source: 'login' },
      password: { value: 'kept', source: 'login' },
      token: { value: 'sandbox-token', source: 'login' },
      logisticsToken: { value: 'portal', source: 'login' },
      orderingUrl: { value: 'https://stg-api.blinkco.io', source: 'default' },
      logisticsUrl: { value: 'https://stg-delivery.blinkco.io', source: 'default' },
      timeout: { value: 12_500, source: 'config' },
      retries: { value: 5, source: 'config' },
      output: { value: 'csv', source: 'config' },
      stockQuantityKey: { value: 'stock_qunatity', source: 'config' },
    },
  ],
  [
    'flags win over variables',
    { env: 'live', profile: 'main', timeout: '5', retries: '0', output: 'json' },
    { BLINK_ENV: 'sandbox', BLINK_PROFILE: 'second' },
    stored,
    {
      profile: { value: 'main', source: '--profile' },
      environment: { value: 'production', source: '--env' },
      token: { value: 'live-token', source: 'login' },
      logisticsToken: undefined,
      orderingUrl: { value: 'https://api.blinkco.io', source: 'default' },
      logisticsUrl: { value: 'https://api.delivery.blinkco.io', source: 'default' },
      timeout: { value: 5000, source: '--timeout' },
      retries: { value: 0, source: '--retries' },
      output: { value: 'json', source: '--output' },
    },
  ],
  [
    'flags that are numbers already',
    { timeout: 1.5, retries: 7 },
    {},
    nothing,
    { timeout: { value: 1500, source: '--timeout' }, retries: { value: 7, source: '--retries' } },
  ],
  [
    'variables win over what is stored',
    {},
    { BLINK_ENV: 'prod', BLINK_PROFILE: 'main', BLINK_LOGISTICS_TOKEN: 'from-env' },
    stored,
    {
      profile: { value: 'main', source: 'BLINK_PROFILE' },
      environment: { value: 'production', source: 'BLINK_ENV' },
      logisticsToken: { value: 'from-env', source: 'BLINK_LOGISTICS_TOKEN' },
    },
  ],
  [
    'empty variables count as unset',
    {},
    {
      BLINK_ENV: '',
      BLINK_PROFILE: '',
      BLINK_USERNAME: '',
      BLINK_PASSWORD: '',
      BLINK_TOKEN: '',
      BLINK_LOGISTICS_TOKEN: '',
      BLINK_API_URL: '',
      BLINK_LOGISTICS_URL: '',
    },
    stored,
    {
      profile: { value: 'main', source: 'config' },
      environment: { value: 'sandbox', source: 'config' },
      token: { value: 'sandbox-token', source: 'login' },
      orderingUrl: { value: 'https://stg-api.blinkco.io', source: 'default' },
    },
  ],
  [
    'a profile without an environment has none, and no credentials of another',
    { profile: 'second' },
    {},
    stored,
    { ...unset, profile: { value: 'second', source: '--profile' }, orderingUrl: undefined },
  ],
  [
    'a profile that nobody knows is empty, whatever objects have',
    { profile: 'toString', env: 'sandbox' },
    {},
    stored,
    { ...unset, environment: { value: 'sandbox', source: '--env' } },
  ],
  [
    'user name and password together win over a stored token',
    {},
    { BLINK_USERNAME: 'ali', BLINK_PASSWORD: 'secret' },
    stored,
    {
      username: { value: 'ali', source: 'BLINK_USERNAME' },
      password: { value: 'secret', source: 'BLINK_PASSWORD' },
      token: undefined,
      logisticsToken: { value: 'portal', source: 'login' },
    },
  ],
  [
    'another user name alone leaves out what belongs to the stored user',
    {},
    { BLINK_USERNAME: 'sana' },
    stored,
    { username: { value: 'sana', source: 'BLINK_USERNAME' }, password: undefined, token: undefined },
  ],
  [
    'the same user name alone goes with what is stored',
    {},
    { BLINK_USERNAME: 'ali' },
    stored,
    {
      username: { value: 'ali', source: 'BLINK_USERNAME' },
      password: { value: 'kept', source: 'login' },
      token: { value: 'sandbox-token', source: 'login' },
    },
  ],
  [
    'a password alone goes with the stored user and token',
    {},
    { BLINK_PASSWORD: 'secret' },
    stored,
    {
      username: { value: 'ali', source: 'login' },
      password: { value: 'secret', source: 'BLINK_PASSWORD' },
      token: { value: 'sandbox-token', source: 'login' },
    },
  ],
  [
    'a token stands alone: it may be of another user than the stored one',
    {},
    { BLINK_TOKEN: 'from-env' },
    stored,
    { username: undefined, password: undefined, token: { value: 'from-env', source: 'BLINK_TOKEN' } },
  ],
  [
    'a token with the user name and password to renew it',
    { env: 'sandbox' },
    { BLINK_TOKEN: 'from-env', BLINK_USERNAME: 'sana', BLINK_PASSWORD: 'secret' },
    nothing,
    {
      username: { value: 'sana', source: 'BLINK_USERNAME' },
      password: { value: 'secret', source: 'BLINK_PASSWORD' },
      token: { value: 'from-env', source: 'BLINK_TOKEN' },
    },
  ],
  [
    'credentials in variables need no environment',
    {},
    { BLINK_USERNAME: 'ali', BLINK_PASSWORD: 'secret', BLINK_API_URL: 'http://127.0.0.1:8080/' },
    nothing,
    {
      environment: undefined,
      username: { value: 'ali', source: 'BLINK_USERNAME' },
      orderingUrl: { value: 'http://127.0.0.1:8080', source: 'BLINK_API_URL' },
      logisticsUrl: undefined,
      warnings: [],
    },
  ],
  [
    'local has no address of its own here',
    { env: 'local' },
    {},
    stored,
    {
      environment: { value: 'local', source: '--env' },
      orderingUrl: undefined,
      logisticsUrl: undefined,
      token: undefined,
    },
  ],
  [
    'local with addresses',
    { env: 'local' },
    { BLINK_API_URL: 'http://localhost:1', BLINK_LOGISTICS_URL: 'http://[::1]:2/base/' },
    nothing,
    {
      orderingUrl: { value: 'http://localhost:1', source: 'BLINK_API_URL' },
      logisticsUrl: { value: 'http://[::1]:2/base', source: 'BLINK_LOGISTICS_URL' },
      warnings: [],
    },
  ],
  [
    'an address over plain http on another computer is warned of',
    { env: 'production' },
    { BLINK_API_URL: 'http://till.lan:8080', BLINK_LOGISTICS_URL: 'https://proxy.example' },
    nothing,
    {
      orderingUrl: { value: 'http://till.lan:8080', source: 'BLINK_API_URL' },
      logisticsUrl: { value: 'https://proxy.example', source: 'BLINK_LOGISTICS_URL' },
      warnings: [
        'BLINK_API_URL is plain http: everybody between here and till.lan:8080 can read the credentials.',
      ],
    },
  ],
];

it.each(cases)('%s', (_, flags, env, config, expected) => {
  const before = structuredClone(config);
  expect(resolve(flags, env, config)).toMatchObject(expected);
  expect(config).toEqual(before);
});

it.each<[GlobalFlags, NodeJS.ProcessEnv, RegExp]>([
  [{ env: 'prodd' }, {}, /^--env: there is no environment "prodd"/],
  [{ env: '' }, {}, /^--env: /],
  [{}, { BLINK_ENV: 'mars' }, /^BLINK_ENV: /],
  [{ profile: '' }, {}, /^--profile: /],
  [{}, { BLINK_PROFILE: '__proto__' }, /^BLINK_PROFILE: /],
  [{ timeout: '0' }, {}, /^--timeout: "0" is not a number of seconds/],
  [{ timeout: '3601' }, {}, /^--timeout: /],
  [{ timeout: '30s' }, {}, /^--timeout: /],
  [{ timeout: '' }, {}, /^--timeout: /],
  [{ timeout: Number.NaN }, {}, /^--timeout: /],
  [{ retries: '-1' }, {}, /^--retries: "-1" is not a whole number from 0 to 20/],
  [{ retries: '1.5' }, {}, /^--retries: /],
  [{ retries: 21 }, {}, /^--retries: /],
  [{ output: 'xml' }, {}, /^--output: "xml" is not one of table, json, ndjson, csv\.$/],
  [{}, { BLINK_API_URL: 'api.example.com' }, /BLINK_API_URL is not an http or https address/],
  [{}, { BLINK_API_URL: 'ftp://example.com' }, /BLINK_API_URL is not an http or https address/],
  [
    {},
    { BLINK_LOGISTICS_URL: 'https://a:b@example.com' },
    /BLINK_LOGISTICS_URL has a user name or password in it/,
  ],
  [{}, { BLINK_API_URL: 'https://example.com/?token=x' }, /BLINK_API_URL has a part after/],
  [{}, { BLINK_API_URL: 'http://api.blinkco.io' }, /BLINK_API_URL is an address of Blink without https/],
])('refuses %o %o', (flags, env, message) => {
  const refused = expect.objectContaining({
    code: 'usage',
    exitCode: 2,
    message: expect.stringMatching(message),
  });
  expect(() => resolve(flags, env, stored)).toThrow(refused);
});

it('does not repeat an address that may hold a password', () => {
  expect(() => resolve({}, { BLINK_API_URL: 'https://a:hunter2@example.com' }, nothing)).not.toThrow(
    /hunter2/,
  );
});

describe('requireEnvironment', () => {
  it('gives the one that was chosen', () => {
    expect(requireEnvironment(resolve({}, {}, stored))).toBe('sandbox');
  });

  it('names the three and the ways to choose', () => {
    const settings = resolve({}, { BLINK_API_URL: 'https://api.blinkco.io' }, nothing);
    expect(() => requireEnvironment(settings)).toThrow(
      expect.objectContaining({
        code: 'usage',
        exitCode: 2,
        hint: expect.stringMatching(/production.*sandbox.*local.*--env.*BLINK_ENV.*blink login/),
      }),
    );
  });
});
