import { describe, expect, it } from 'vitest';
import {
  findSetting,
  listSettings,
  maskToken,
  readSetting,
  settingKeys,
} from '../../../src/session/settings/keys.ts';
import type { StoredConfig } from '../../../src/session/stored/config.ts';

const empty: StoredConfig = { profiles: {} };

const keys = ['env', 'profile', 'output', 'timeout', 'retries', 'wire.stockQuantityKey', 'simulator.webhook'];

it('every setting is tried here', () => {
  expect(settingKeys.map(({ key }) => key)).toEqual(keys);
});

const values: [key: string, typed: string, value: string | number, stored: StoredConfig][] = [
  ['env', 'live', 'production', { profiles: { main: { env: 'production', accounts: {} } } }],
  ['profile', ' second ', 'second', { profile: 'second', profiles: {} }],
  ['output', 'NDJSON', 'ndjson', { settings: { output: 'ndjson' }, profiles: {} }],
  ['timeout', '2.5', 2.5, { settings: { timeout: 2.5 }, profiles: {} }],
  ['retries', '0', 0, { settings: { retries: 0 }, profiles: {} }],
  [
    'wire.stockQuantityKey',
    'stock_qunatity',
    'stock_qunatity',
    { settings: { wire: { stockQuantityKey: 'stock_qunatity' } }, profiles: {} },
  ],
  [
    'simulator.webhook',
    ' http://127.0.0.1:8765',
    'http://127.0.0.1:8765/',
    { settings: { simulator: { webhook: 'http://127.0.0.1:8765/' } }, profiles: {} },
  ],
];

describe.each(values)('%s', (key, typed, value, stored) => {
  const setting = findSetting(key.toUpperCase());

  it('is set and read, and leaves the rest alone', () => {
    expect(setting.set(empty, 'main', typed)).toStrictEqual(stored);
    expect(empty).toStrictEqual({ profiles: {} });
    expect(readSetting(stored, 'main', setting)).toEqual({ key, value, source: 'config' });
    const others: StoredConfig = {
      settings: { retries: 9, output: 'csv' },
      profiles: { other: { accounts: {} } },
    };
    expect(setting.set(others, 'main', typed)).toMatchObject({ profiles: { other: { accounts: {} } } });
    expect(setting.set(others, 'main', typed).settings?.output).toBe(key === 'output' ? 'ndjson' : 'csv');
  });

  it('goes back to its default when unset', () => {
    const after = setting.unset(stored, 'main');
    expect(setting.read(after, 'main')).toBeUndefined();
    expect(setting.unset(empty, 'main')).toStrictEqual(empty);
    const fallback = setting.fallback ?? null;
    expect(readSetting(after, 'main', setting)).toEqual({
      key,
      value: fallback,
      source: fallback === null ? 'unset' : 'default',
    });
  });
});

it.each([
  ['env', 'mars', /production.*sandbox.*local/],
  ['profile', '', /profile/],
  ['output', 'xml', /table, json, ndjson, csv/],
  ['timeout', 'soon', /a number of seconds up to 3600/],
  ['retries', '99', /a whole number from 0 to 20/],
  ['wire.stockQuantityKey', 'stock', /stock_quantity, stock_qunatity/],
  ['simulator.webhook', 'nowhere', /http or https/],
  ['simulator.webhook', 'ftp://127.0.0.1/', /http or https/],
  ['simulator.webhook', 'http://me:secret@127.0.0.1/', /password in it/],
])('%s %s is refused, and the allowed values are named', (key, typed, allowed) => {
  let thrown: unknown;
  try {
    findSetting(key).set(empty, 'main', typed);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code: 'usage', message: expect.stringContaining(key) });
  expect(`${thrown} ${thrown instanceof Error && 'hint' in thrown ? thrown.hint : ''}`).toMatch(allowed);
});

it.each([
  ['outptu', /Did you mean output\?/],
  ['stockQuantityKey', /There is no setting "stockQuantityKey"/],
  ['wire.stockQuantitykey2', /Did you mean wire\.stockQuantityKey\?/],
  ['toString', /There is no setting "toString"\.$/],
])('there is no setting %s', (name, message) => {
  expect(() => findSetting(name)).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: expect.stringMatching(message),
      hint: expect.stringContaining(keys.join(', ')),
    }),
  );
});

describe('listSettings', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.abcdefgh.SIGN';

  it('shows defaults where nothing is stored', () => {
    expect(listSettings(empty, 'default')).toEqual([
      { key: 'env', value: null, source: 'unset' },
      { key: 'profile', value: 'default', source: 'default' },
      { key: 'output', value: 'table', source: 'default' },
      { key: 'timeout', value: 30, source: 'default' },
      { key: 'retries', value: 3, source: 'default' },
      { key: 'wire.stockQuantityKey', value: 'stock_quantity', source: 'default' },
      { key: 'simulator.webhook', value: null, source: 'unset' },
    ]);
  });

  it('shows credentials masked, those of the profile only', () => {
    const rows = listSettings(
      {
        profiles: {
          main: {
            accounts: {
              production: {
                username: 'ali',
                token,
                password: 'hunter2-hunter2-hunter2',
                logisticsToken: 'short',
              },
              sandbox: { token: 'sandbox-token-0123456789' },
            },
          },
          other: { accounts: { local: { token: 'another-token-0123456789' } } },
        },
      },
      'main',
    );
    expect(rows.slice(keys.length)).toEqual([
      { key: 'accounts.production.username', value: 'ali', source: 'login' },
      { key: 'accounts.production.token', value: '••••SIGN', source: 'login' },
      { key: 'accounts.production.password', value: '••••••', source: 'login' },
      { key: 'accounts.production.logisticsToken', value: '••••••', source: 'login' },
      { key: 'accounts.sandbox.token', value: '••••6789', source: 'login' },
    ]);
  });

  it.each([
    ['', '••••••'],
    ['x'.repeat(19), '••••••'],
    [`${'x'.repeat(16)}1234`, '••••1234'],
  ])('masks %s', (secret, shown) => {
    expect(maskToken(secret)).toBe(shown);
  });
});
