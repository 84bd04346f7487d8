import { describe, expect, it } from 'vitest';
import type { StoredAccount, StoredConfig } from '../../../src/session/stored/config.ts';
import {
  accountOf,
  forgetLogin,
  rememberMethod,
  storeLogin,
  storeLogisticsToken,
  storeToken,
} from '../../../src/session/stored/logins.ts';

const place = { profile: 'main', environment: 'sandbox' } as const;

const empty: StoredConfig = { profiles: {} };

const full: StoredConfig = {
  profile: 'main',
  settings: { retries: 1 },
  profiles: {
    main: {
      env: 'sandbox',
      accounts: {
        sandbox: {
          username: 'ali',
          token: 'old',
          password: 'kept',
          logisticsToken: 'portal',
          methods: { branches: 'GET' },
        },
        production: { username: 'ali', token: 'live' },
      },
    },
    second: { env: 'production', accounts: {} },
  },
};

const { main, second } = full.profiles;

const gateway = 'https://gateway.example';

/** A login to the sandbox, with the addresses that its parts belong to. */
function bound(account: StoredAccount, addresses?: StoredAccount['addresses']): StoredConfig {
  const sandbox = addresses ? { ...account, addresses } : account;
  return { profiles: { main: { env: 'sandbox', accounts: { sandbox } } } };
}

const cases: [
  name: string,
  before: StoredConfig,
  change: (config: StoredConfig) => StoredConfig,
  after: StoredConfig,
][] = [
  [
    'a first login chooses the environment',
    empty,
    (config) => storeLogin(config, { ...place, username: 'ali', token: 'new' }),
    { profiles: { main: { env: 'sandbox', accounts: { sandbox: { username: 'ali', token: 'new' } } } } },
  ],
  [
    'a login keeps a password only when told, and forgets the one before',
    full,
    (config) => storeLogin(config, { ...place, username: 'sana', token: 'new' }),
    {
      ...full,
      profiles: {
        second: { env: 'production', accounts: {} },
        main: {
          env: 'sandbox',
          accounts: {
            sandbox: {
              username: 'sana',
              token: 'new',
              logisticsToken: 'portal',
              methods: { branches: 'GET' },
            },
            production: { username: 'ali', token: 'live' },
          },
        },
      },
    },
  ],
  [
    'a login with a password',
    empty,
    (config) => storeLogin(config, { ...place, username: 'ali', token: 'new', password: 'kept' }),
    {
      profiles: {
        main: { env: 'sandbox', accounts: { sandbox: { username: 'ali', token: 'new', password: 'kept' } } },
      },
    },
  ],
  [
    'a login by token alone is nobody we know',
    { profiles: { main: { accounts: { sandbox: { username: 'ali', password: 'kept', token: 'old' } } } } },
    (config) => storeLogin(config, { ...place, token: 'new' }),
    { profiles: { main: { env: 'sandbox', accounts: { sandbox: { token: 'new' } } } } },
  ],
  [
    'a login to another environment moves the profile there',
    { profiles: { main: { env: 'sandbox', accounts: { sandbox: { token: 'old' } } } } },
    (config) =>
      storeLogin(config, { profile: 'main', environment: 'production', username: 'ali', token: 'live' }),
    {
      profiles: {
        main: {
          env: 'production',
          accounts: { sandbox: { token: 'old' }, production: { username: 'ali', token: 'live' } },
        },
      },
    },
  ],
  [
    'a token of the portal',
    { profiles: { main: { accounts: { sandbox: { token: 'old' } } } } },
    (config) => storeLogisticsToken(config, { ...place, logisticsToken: 'portal' }),
    {
      profiles: {
        main: { env: 'sandbox', accounts: { sandbox: { token: 'old', logisticsToken: 'portal' } } },
      },
    },
  ],
  [
    'a renewed token',
    { profiles: { main: { accounts: { sandbox: { username: 'ali', token: 'old', password: 'kept' } } } } },
    (config) => storeToken(config, { ...place, username: 'ali', token: 'new' }),
    { profiles: { main: { accounts: { sandbox: { username: 'ali', token: 'new', password: 'kept' } } } } },
  ],
  [
    'a renewed token of a user who logged out in the meantime',
    empty,
    (config) => storeToken(config, { ...place, username: 'ali', token: 'new' }),
    empty,
  ],
  [
    'a renewed token of another user than the stored one',
    full,
    (config) => storeToken(config, { ...place, username: 'sana', token: 'new' }),
    full,
  ],
  [
    'a login at another address is stored with it',
    full,
    (config) => storeLogin(config, { ...place, username: 'ali', token: 'new', address: gateway }),
    {
      ...full,
      profiles: {
        ...full.profiles,
        main: {
          env: 'sandbox',
          accounts: {
            ...main?.accounts,
            sandbox: {
              username: 'ali',
              token: 'new',
              logisticsToken: 'portal',
              methods: { branches: 'GET' },
              addresses: { ordering: gateway },
            },
          },
        },
      },
    },
  ],
  [
    'a login at the own address leaves that of the other service',
    bound({ token: 'old' }, { ordering: gateway, logistics: gateway }),
    (config) => storeLogin(config, { ...place, token: 'new' }),
    bound({ token: 'new' }, { logistics: gateway }),
  ],
  [
    'a token of the portal at the own address forgets the other address',
    bound({ logisticsToken: 'old' }, { logistics: gateway }),
    (config) => storeLogisticsToken(config, { ...place, logisticsToken: 'new' }),
    bound({ logisticsToken: 'new' }),
  ],
  [
    'a renewed token of the address that the login was made at',
    bound({ username: 'ali', token: 'old' }, { ordering: gateway }),
    (config) => storeToken(config, { ...place, username: 'ali', token: 'new', address: gateway }),
    bound({ username: 'ali', token: 'new' }, { ordering: gateway }),
  ],
  [
    'a renewed token of another address than that of the login',
    full,
    (config) => storeToken(config, { ...place, username: 'ali', token: 'new', address: gateway }),
    full,
  ],
  [
    'a logout from the environment of the profile',
    full,
    (config) => forgetLogin(config, place),
    {
      ...full,
      profiles: {
        main: { accounts: { production: { username: 'ali', token: 'live' } } },
        second: { env: 'production', accounts: {} },
      },
    },
  ],
  [
    'a logout from another environment leaves the choice',
    full,
    (config) => forgetLogin(config, { profile: 'main', environment: 'production' }),
    {
      ...full,
      profiles: {
        main: { env: 'sandbox', accounts: main?.accounts.sandbox ? { sandbox: main.accounts.sandbox } : {} },
        ...(second && { second }),
      },
    },
  ],
  [
    'a logout from everything forgets the profile',
    full,
    (config) => forgetLogin(config, { profile: 'main' }),
    { ...full, profiles: { second: { env: 'production', accounts: {} } } },
  ],
  [
    'a logout of a profile that is not there',
    full,
    (config) => forgetLogin(config, { profile: 'third' }),
    full,
  ],
  [
    'a method that worked',
    { profiles: { main: { accounts: { sandbox: { token: 'old', methods: { branches: 'GET' } } } } } },
    (config) => rememberMethod(config, { ...place, endpoint: 'customers', method: 'POST' }),
    {
      profiles: {
        main: { accounts: { sandbox: { token: 'old', methods: { branches: 'GET', customers: 'POST' } } } },
      },
    },
  ],
  [
    'a method, without a login',
    empty,
    (config) => rememberMethod(config, { ...place, endpoint: 'branches', method: 'POST' }),
    { profiles: { main: { accounts: { sandbox: { methods: { branches: 'POST' } } } } } },
  ],
];

it.each(cases)('%s', (_, before, change, after) => {
  const untouched = structuredClone(before);
  expect(change(before)).toStrictEqual(after);
  expect(before).toStrictEqual(untouched);
});

it('a profile may be named like a part of every object', () => {
  const login = { profile: 'valueOf', environment: 'local', username: 'demo', token: 't' } as const;
  expect(Object.entries(storeLogin(empty, login).profiles)).toEqual([
    ['valueOf', { env: 'local', accounts: { local: { username: 'demo', token: 't' } } }],
  ]);
});

describe('accountOf', () => {
  it('finds what is stored, and only that', () => {
    expect(accountOf(full, place)?.token).toBe('old');
    expect(accountOf(full, { profile: 'second', environment: 'sandbox' })).toBeUndefined();
    expect(accountOf(full, { profile: 'valueOf', environment: 'sandbox' })).toBeUndefined();
  });
});
