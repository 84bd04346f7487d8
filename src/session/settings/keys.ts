import { CliError } from '../../errors.ts';
import { nearest } from '../../spelling.ts';
import type { StoredConfig, StoredSettings } from '../stored/config.ts';
import { storedProfile, withProfile } from '../stored/logins.ts';
import { environments, parseEnvironment } from '../target/environments.ts';
import { defaultProfile, parseProfile } from '../target/profiles.ts';
import { defaults } from './settings.ts';
import { parseOutput, parseRetries, parseStockQuantityKey, parseTimeout, parseWebhook } from './values.ts';

type Value = string | number;

/** A setting that `blink config` knows. */
export interface SettingKey {
  key: string;
  /** What goes where nothing is stored; undefined when nothing does. */
  fallback: Value | undefined;
  read(config: StoredConfig, profile: string): Value | undefined;
  /** The configuration with the setting as typed. @throws CliError `usage` that names the allowed values */
  set(config: StoredConfig, profile: string, text: string): StoredConfig;
  unset(config: StoredConfig, profile: string): StoredConfig;
}

/** A line of `blink config list`. */
export interface SettingRow {
  key: string;
  value: Value | null;
  /** `config`, `login`, `default`, or `unset` where there is no value. */
  source: string;
}

/** Every setting that `blink config` knows. */
export const settingKeys: readonly SettingKey[] = [
  {
    key: 'env',
    fallback: undefined,
    read: (config, profile) => storedProfile(config, profile)?.env,
    set(config, name, text) {
      const { config: next, profile } = withProfile(config, name);
      profile.env = parseEnvironment(text, 'env');
      return next;
    },
    unset(config, name) {
      if (storedProfile(config, name)?.env === undefined) return config;
      const { config: next, profile } = withProfile(config, name);
      delete profile.env;
      return next;
    },
  },
  {
    key: 'profile',
    fallback: defaultProfile,
    read: (config) => config.profile,
    set: (config, _, text) => ({ ...config, profile: parseProfile(text, 'profile') }),
    unset: ({ profile: _, ...others }) => others,
  },
  shared('output', parseOutput),
  shared('timeout', parseTimeout),
  shared('retries', parseRetries),
  {
    key: 'wire.stockQuantityKey',
    fallback: defaults.stockQuantityKey,
    read: ({ settings }) => settings?.wire?.stockQuantityKey,
    ...changing((settings, text) => {
      const wire = { ...settings.wire };
      if (text === undefined) delete wire.stockQuantityKey;
      else wire.stockQuantityKey = parseStockQuantityKey(text, 'wire.stockQuantityKey');
      settings.wire = wire;
    }),
  },
  {
    key: 'simulator.webhook',
    fallback: undefined,
    read: ({ settings }) => settings?.simulator?.webhook,
    ...changing((settings, text) => {
      const simulator = { ...settings.simulator };
      if (text === undefined) delete simulator.webhook;
      else simulator.webhook = parseWebhook(text, 'simulator.webhook');
      settings.simulator = simulator;
    }),
  },
];

/**
 * The setting of a name.
 * @throws CliError `usage` that names the nearest one and all others
 */
export function findSetting(name: string): SettingKey {
  const names = settingKeys.map(({ key }) => key);
  const found = settingKeys.find(({ key }) => key.toLowerCase() === name.trim().toLowerCase());
  if (found) return found;
  const meant = nearest(name, names);
  throw new CliError('usage', `There is no setting "${name}".${meant ? ` Did you mean ${meant}?` : ''}`, {
    hint: `The settings are ${names.join(', ')}.`,
  });
}

/** What goes for one setting: what is stored, else its default. */
export function readSetting(config: StoredConfig, profile: string, setting: SettingKey): SettingRow {
  const { key, fallback } = setting;
  const stored = setting.read(config, profile);
  if (stored !== undefined) return { key, value: stored, source: 'config' };
  return fallback === undefined
    ? { key, value: null, source: 'unset' }
    : { key, value: fallback, source: 'default' };
}

/** Every setting, then what is stored of the profile's logins, secrets masked. */
export function listSettings(config: StoredConfig, profile: string): SettingRow[] {
  return [
    ...settingKeys.map((setting) => readSetting(config, profile, setting)),
    ...environments.flatMap((environment) => {
      const { username, token, password, logisticsToken, addresses } =
        storedProfile(config, profile)?.accounts[environment] ?? {};
      const shown = {
        username,
        token: token && maskToken(token),
        password: password && hidden,
        logisticsToken: logisticsToken && maskToken(logisticsToken),
        'addresses.ordering': addresses?.ordering,
        'addresses.logistics': addresses?.logistics,
      };
      return Object.entries(shown).flatMap(([name, value]) =>
        value ? [{ key: `accounts.${environment}.${name}`, value, source: 'login' }] : [],
      );
    }),
  ];
}

/** What stands for a secret. */
export const hidden = '••••••';

/** A token with its last four characters, to tell two apart; a short one, which could be guessed, without. */
export function maskToken(token: string): string {
  return token.length >= 20 ? `••••${token.slice(-4)}` : hidden;
}

/** A setting that all profiles share, kept under its own name. */
function shared<K extends 'output' | 'timeout' | 'retries'>(
  key: K,
  parse: (text: string, source: string) => NonNullable<StoredSettings[K]>,
): SettingKey {
  return {
    key,
    fallback: defaults[key],
    read: ({ settings }) => settings?.[key],
    ...changing((settings, text) => {
      if (text === undefined) delete settings[key];
      else settings[key] = parse(text, key);
    }),
  };
}

/** Setting and unsetting one of the settings that all profiles share. */
function changing(
  change: (settings: StoredSettings, text: string | undefined) => void,
): Pick<SettingKey, 'set' | 'unset'> {
  const changed = (config: StoredConfig, text: string | undefined) => {
    const settings = structuredClone(config.settings ?? {});
    change(settings, text);
    return { ...config, settings };
  };
  return {
    set: (config, _, text) => changed(config, text),
    unset: (config) => (config.settings ? changed(config, undefined) : config),
  };
}
