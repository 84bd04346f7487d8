import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredAccount, StoredConfig } from '../../../src/session/stored/config.ts';
import type { Environment } from '../../../src/session/target/environments.ts';
import { placeName } from '../../../src/session/target/in-words.ts';
import { createTarget, type Target } from '../../../src/session/target/target.ts';

/** What is stored for the profile "main": a login to each environment. */
const accounts: Partial<Record<Environment, StoredAccount>> = {
  sandbox: { username: 'ali', token: 'sandbox-token', password: 'kept', logisticsToken: 'portal' },
  production: { username: 'ali', token: 'live-token' },
};

/** A login that was made at another address than the sandbox's own. */
const elsewhere = 'http://127.0.0.1:4646';
const boundElsewhere: StoredAccount = {
  ...accounts.sandbox,
  addresses: { ordering: elsewhere, logistics: elsewhere },
};

function targetOf(
  environment: Environment,
  env: NodeJS.ProcessEnv = {},
  stored: StoredConfig['profiles'][string]['accounts'] = accounts,
): Target {
  return createTarget({
    stateFolder: '/state',
    profile: { value: 'main', source: 'default' },
    environment: { value: environment, source: '--env' },
    env,
    stored: { profiles: { main: { accounts: stored } } },
  });
}

it('knows its place and the folder of what is kept for it', () => {
  const { place, folder } = targetOf('sandbox');
  expect(place).toEqual({ profile: 'main', environment: 'sandbox' });
  expect(folder).toBe(join('/state', 'main', 'sandbox'));
});

/** The credentials and their sources, as far as there are any: `token:sandbox-token (login)`. */
async function usable({ credentials }: Target): Promise<string[]> {
  const { withheld: _, username, ...secrets } = credentials;
  const named = username ? [`username:${username.value} (${username.source})`] : [];
  const asking = { warn: () => {}, signal: new AbortController().signal };
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret) named.push(`${name}:${await secret.read(asking)} (${secret.source})`);
  }
  return named;
}

const storedOrdering = ['username:ali (login)', 'password:kept (login)', 'token:sandbox-token (login)'];
const storedLogistics = ['logisticsToken:portal (login)'];

describe('credentials belong to one user', () => {
  it.each<[name: string, env: NodeJS.ProcessEnv, expected: string[]]>([
    ['everything from the login', {}, [...storedOrdering, ...storedLogistics]],
    [
      'empty variables count as unset',
      {
        BLINK_USERNAME: '',
        BLINK_PASSWORD: '',
        BLINK_TOKEN: '',
        BLINK_LOGISTICS_TOKEN: '',
        BLINK_API_URL: '',
      },
      [...storedOrdering, ...storedLogistics],
    ],
    [
      'user name and password together win over a stored token',
      { BLINK_USERNAME: 'ali', BLINK_PASSWORD: 'secret' },
      ['username:ali (BLINK_USERNAME)', 'password:secret (BLINK_PASSWORD)', ...storedLogistics],
    ],
    [
      'another user name alone leaves out what belongs to the stored user',
      { BLINK_USERNAME: 'sana' },
      ['username:sana (BLINK_USERNAME)', ...storedLogistics],
    ],
    [
      'the same user name alone goes with what is stored',
      { BLINK_USERNAME: 'ali' },
      ['username:ali (BLINK_USERNAME)', ...storedOrdering.slice(1), ...storedLogistics],
    ],
    [
      'a password alone goes with the stored user and token',
      { BLINK_PASSWORD: 'secret' },
      [
        'username:ali (login)',
        'password:secret (BLINK_PASSWORD)',
        'token:sandbox-token (login)',
        ...storedLogistics,
      ],
    ],
    [
      'a token stands alone: it may be of another user than the stored one',
      { BLINK_TOKEN: 'from-env' },
      ['token:from-env (BLINK_TOKEN)', ...storedLogistics],
    ],
    [
      'a token with the user name and password to renew it',
      { BLINK_TOKEN: 'from-env', BLINK_USERNAME: 'sana', BLINK_PASSWORD: 'secret' },
      [
        'username:sana (BLINK_USERNAME)',
        'password:secret (BLINK_PASSWORD)',
        'token:from-env (BLINK_TOKEN)',
        ...storedLogistics,
      ],
    ],
    [
      'a logistics token',
      { BLINK_LOGISTICS_TOKEN: 'from-env' },
      [...storedOrdering, 'logisticsToken:from-env (BLINK_LOGISTICS_TOKEN)'],
    ],
  ])('%s', async (_, env, expected) => {
    expect((await usable(targetOf('sandbox', env))).sort()).toEqual([...expected].sort());
  });

  it('another environment has credentials of its own', async () => {
    expect(await usable(targetOf('production'))).toEqual([
      'username:ali (login)',
      'token:live-token (login)',
    ]);
  });
});

describe('credentials go to the address they were given for', () => {
  const both = { BLINK_API_URL: elsewhere, BLINK_LOGISTICS_URL: elsewhere };

  it.each<
    [
      name: string,
      env: NodeJS.ProcessEnv,
      account: StoredAccount | undefined,
      usable: string[],
      withheld: object,
    ]
  >([
    [
      'stored for the own hosts, another address',
      both,
      accounts.sandbox,
      [],
      { ordering: { belongsTo: undefined }, logistics: { belongsTo: undefined } },
    ],
    [
      'only the service whose address is another is left without',
      { BLINK_API_URL: elsewhere },
      accounts.sandbox,
      storedLogistics,
      { ordering: { belongsTo: undefined } },
    ],
    [
      'the own host, given by a variable, is the own host',
      { BLINK_API_URL: 'https://stg-api.blinkco.io/' },
      accounts.sandbox,
      [...storedOrdering, ...storedLogistics],
      {},
    ],
    [
      'another port, path or scheme is another address',
      {
        BLINK_API_URL: 'https://stg-api.blinkco.io:8443',
        BLINK_LOGISTICS_URL: 'https://stg-delivery.blinkco.io/v2',
      },
      accounts.sandbox,
      [],
      { ordering: { belongsTo: undefined }, logistics: { belongsTo: undefined } },
    ],
    [
      'stored at another address, and used there again',
      both,
      boundElsewhere,
      [...storedOrdering, ...storedLogistics],
      {},
    ],
    [
      'stored at another address, not sent to the own hosts',
      {},
      boundElsewhere,
      [],
      { ordering: { belongsTo: elsewhere }, logistics: { belongsTo: elsewhere } },
    ],
    [
      'stored at another address, not sent to a third one',
      { BLINK_API_URL: 'http://127.0.0.1:4647' },
      boundElsewhere,
      [],
      { ordering: { belongsTo: elsewhere }, logistics: { belongsTo: elsewhere } },
    ],
    [
      'a token given with the address',
      { ...both, BLINK_TOKEN: 'from-env', BLINK_LOGISTICS_TOKEN: 'from-env' },
      accounts.sandbox,
      ['token:from-env (BLINK_TOKEN)', 'logisticsToken:from-env (BLINK_LOGISTICS_TOKEN)'],
      { ordering: { belongsTo: undefined }, logistics: { belongsTo: undefined } },
    ],
    [
      'the stored user name given with the address brings no stored password',
      { BLINK_API_URL: elsewhere, BLINK_USERNAME: 'ali' },
      accounts.sandbox,
      ['username:ali (BLINK_USERNAME)', ...storedLogistics],
      { ordering: { belongsTo: undefined } },
    ],
    [
      'a password given with the address is not of the stored user',
      { BLINK_API_URL: elsewhere, BLINK_PASSWORD: 'secret' },
      accounts.sandbox,
      ['password:secret (BLINK_PASSWORD)', ...storedLogistics],
      { ordering: { belongsTo: undefined } },
    ],
  ])('%s', async (_, env, account, expected, withheld) => {
    const target = targetOf('sandbox', env, account ? { sandbox: account } : {});
    expect((await usable(target)).sort()).toEqual([...expected].sort());
    expect(target.credentials.withheld).toEqual(withheld);
  });
});

describe('the account that every simulator knows', () => {
  const demo = ['username:demo (simulator)', 'password:demo (simulator)', 'logisticsToken:demo (simulator)'];

  it.each<[name: string, env: NodeJS.ProcessEnv, expected: string[]]>([
    ['is used by the simulator inside the command', {}, demo],
    [
      'is used by one on this computer',
      { BLINK_API_URL: elsewhere, BLINK_LOGISTICS_URL: 'http://localhost:4646' },
      demo,
    ],
    [
      'goes to no other computer',
      { BLINK_API_URL: 'https://till.example', BLINK_LOGISTICS_URL: 'https://till.example' },
      [],
    ],
    ['stands back for a token', { BLINK_TOKEN: 't' }, ['token:t (BLINK_TOKEN)', demo[2] ?? '']],
  ])('%s', async (_, env, expected) => {
    expect((await usable(targetOf('local', env, {}))).sort()).toEqual([...expected].sort());
  });

  it('is not used for Blink, whatever the address', async () => {
    expect(await usable(targetOf('sandbox', { BLINK_API_URL: elsewhere }, {}))).toEqual([]);
  });
});

describe('addresses', () => {
  it.each<[Environment, NodeJS.ProcessEnv, ordering: object, logistics: object]>([
    [
      'production',
      {},
      { url: 'https://api.blinkco.io', source: 'default', own: true },
      { url: 'https://api.delivery.blinkco.io', source: 'default', own: true },
    ],
    [
      'sandbox',
      { BLINK_API_URL: '', BLINK_LOGISTICS_URL: ' https://proxy.example/blink/ ' },
      { url: 'https://stg-api.blinkco.io', source: 'default', own: true },
      { url: 'https://proxy.example/blink', source: 'BLINK_LOGISTICS_URL', own: false },
    ],
    [
      'local',
      { BLINK_LOGISTICS_URL: 'http://[::1]:2/base/' },
      { url: undefined, source: 'default', own: true },
      { url: 'http://[::1]:2/base', source: 'BLINK_LOGISTICS_URL', own: false },
    ],
    [
      'production',
      { BLINK_API_URL: 'http://till.lan:8080' },
      {
        url: 'http://till.lan:8080',
        source: 'BLINK_API_URL',
        own: false,
        warning:
          'BLINK_API_URL is plain http: everybody between here and till.lan:8080 can read the credentials.',
      },
      { url: 'https://api.delivery.blinkco.io', source: 'default', own: true },
    ],
  ])('of %s with %o', (environment, env, ordering, logistics) => {
    expect(targetOf(environment, env).addresses).toEqual({ ordering, logistics });
  });

  it.each<[Environment, NodeJS.ProcessEnv, RegExp]>([
    ['sandbox', { BLINK_API_URL: 'api.example.com' }, /BLINK_API_URL is not an http or https address/],
    ['sandbox', { BLINK_API_URL: 'ftp://example.com' }, /BLINK_API_URL is not an http or https address/],
    [
      'sandbox',
      { BLINK_LOGISTICS_URL: 'https://a:b@example.com' },
      /BLINK_LOGISTICS_URL has a user name or password/,
    ],
    ['sandbox', { BLINK_API_URL: 'https://example.com/?token=x' }, /BLINK_API_URL has a part after/],
    [
      'production',
      { BLINK_API_URL: 'http://api.blinkco.io' },
      /BLINK_API_URL is an address of Blink without https/,
    ],
    [
      'sandbox',
      { BLINK_API_URL: 'https://api.blinkco.io' },
      /BLINK_API_URL is Blink's production, not sandbox/,
    ],
    [
      'sandbox',
      { BLINK_API_URL: 'https://API.blinkco.io./v2' },
      /BLINK_API_URL is Blink's production, not sandbox/,
    ],
    ['local', { BLINK_LOGISTICS_URL: 'https://stg-delivery.blinkco.io' }, /is Blink's sandbox, not local/],
  ])('of %s with %o are refused', (environment, env, message) => {
    expect(() => targetOf(environment, env)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });

  it('are not repeated where they may hold a password', () => {
    const refused = () => targetOf('sandbox', { BLINK_API_URL: 'https://a:hunter2@example.com' });
    expect(refused).toThrow();
    expect(refused).not.toThrow(/hunter2/);
  });
});

it.each<[Environment, NodeJS.ProcessEnv, string]>([
  ['production', {}, 'production'],
  ['production', { BLINK_API_URL: `${elsewhere}/` }, `production at ${elsewhere}`],
  ['local', {}, 'local (simulator)'],
  ['local', { BLINK_API_URL: elsewhere }, `local at ${elsewhere}`],
])('%s with %o is called %j', (environment, env, name) => {
  expect(placeName(targetOf(environment, env), 'ordering')).toBe(name);
});

it('nothing changes a target once it is made', () => {
  const target = targetOf('sandbox');
  for (const part of [
    target,
    target.environment,
    target.addresses,
    target.addresses.ordering,
    target.credentials,
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
