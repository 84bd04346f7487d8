import { describe, expect, it } from 'vitest';
import type { GlobalFlags } from '../../../src/flags.ts';
import { chosenEnvironment, resolveSettings, type Settings } from '../../../src/session/settings/settings.ts';
import type { StoredConfig } from '../../../src/session/stored/config.ts';

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
      environment: undefined,
      profile: { value: 'default', source: 'default' },
      timeout: { value: 30_000, source: 'default' },
      retries: { value: 3, source: 'default' },
      output: { value: 'table', source: 'default' },
      stockQuantityKey: { value: 'stock_quantity', source: 'default' },
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
      timeout: { value: 5000, source: '--timeout' },
      retries: { value: 0, source: '--retries' },
      output: { value: 'json', source: '--output' },
    },
  ],
  [
    'variables win over what is stored',
    {},
    { BLINK_ENV: 'prod', BLINK_PROFILE: 'main', BLINK_LOGISTICS_TOKEN: 'from-env' },
    stored,
    {
      profile: { value: 'main', source: 'BLINK_PROFILE' },
      environment: { value: 'production', source: 'BLINK_ENV' },
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
    },
  ],
  [
    'a profile without an environment has none',
    { profile: 'second' },
    {},
    stored,
    { environment: undefined, profile: { value: 'second', source: '--profile' } },
  ],
  [
    'a profile that nobody knows is empty, whatever objects have',
    { profile: 'toString', env: 'sandbox' },
    {},
    stored,
    { environment: { value: 'sandbox', source: '--env' } },
  ],
];

it('nothing changes settings once they are made', () => {
  const settings = resolve({}, {}, stored);
  expect(() => Object.assign(settings, { environment: { value: 'production', source: 'later' } })).toThrow();
});

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
  [{ retries: '-1' }, {}, /^--retries: "-1" is not a whole number from 0 to 20/],
  [{ retries: '1.5' }, {}, /^--retries: /],
  [{ retries: '21' }, {}, /^--retries: /],
  [{ output: 'xml' }, {}, /^--output: "xml" is not one of table, json, ndjson, csv\.$/],
])('refuses %o %o', (flags, env, message) => {
  const refused = expect.objectContaining({
    code: 'usage',
    exitCode: 2,
    message: expect.stringMatching(message),
  });
  expect(() => resolve(flags, env, stored)).toThrow(refused);
});

describe('chosenEnvironment', () => {
  it('gives the one that was chosen', () => {
    expect(chosenEnvironment(resolve({}, {}, stored))).toEqual({ value: 'sandbox', source: 'config' });
  });

  it('names the three and the ways to choose', () => {
    const settings = resolve({}, {}, nothing);
    expect(() => chosenEnvironment(settings)).toThrow(
      expect.objectContaining({
        code: 'usage',
        exitCode: 2,
        hint: expect.stringMatching(/production.*sandbox.*local.*--env.*BLINK_ENV.*blink login/),
      }),
    );
  });
});
