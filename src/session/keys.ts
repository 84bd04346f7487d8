import { CliError } from '../errors.ts';
import { nearest } from '../spelling.ts';
import { environments, parseEnvironment } from './environments.ts';
import { defaultProfile, parseProfile } from './profiles.ts';
import { defaults } from './settings.ts';
import { outputs, type StoredConfig, type StoredSettings, stockQuantityKeys } from './stored/config.ts';
import { profileOf, withProfile } from './stored/logins.ts';
import { parseOutput, parseRetries, parseStockQuantityKey, parseTimeout, parseWebhook } from './values.ts';

type Value = string | number;

/** A setting that `blink config` knows. */
export interface SettingKey {
  key: string;
  /** One line for the help. */
  description: string;
  /** What goes where nothing is stored; undefined when nothing does. */
  fallback: Value | undefined;
  /** @throws CliError `usage` that names the allowed values */
  parse(text: string): Value;
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
    description: `Environment of the profile: ${environments.join(', ')}`,
    fallback: undefined,
    parse: (text) => parseEnvironment(text, 'env'),
    read: (config, profile) => profileOf(config, profile)?.env,
    set(config, name, text) {
      const { config: next, profile } = withProfile(config, name);
      profile.env = parseEnvironment(text, 'env');
      return next;
    },
    unset(config, name) {
      if (profileOf(config, name)?.env === undefined) return config;
      const { config: next, profile } = withProfile(config, name);
      delete profile.env;
      return next;
    },
  },
  {
    key: 'profile',
    description: 'Profile to use where none is named',
    fallback: defaultProfile,
    parse: (text) => parseProfile(text, 'profile'),
    read: (config) => config.profile,
    set: (config, _profile, text) => ({ ...config, profile: parseProfile(text, 'profile') }),
    unset(config) {
      const { profile: _, ...others } = config;
      return others;
    },
  },
  {
    key: 'output',
    description: `How results are printed: ${outputs.join(', ')}`,
    fallback: defaults.output,
    parse: (text) => parseOutput(text, 'output'),
    read: ({ settings }) => settings?.output,
    ...changing((settings, text) => {
      if (text === undefined) delete settings.output;
      else settings.output = parseOutput(text, 'output');
    }),
  },
  {
    key: 'timeout',
    description: 'How long one call may take, in seconds',
    fallback: defaults.timeout,
    parse: (text) => parseTimeout(text, 'timeout'),
    read: ({ settings }) => settings?.timeout,
    ...changing((settings, text) => {
      if (text === undefined) delete settings.timeout;
      else settings.timeout = parseTimeout(text, 'timeout');
    }),
  },
  {
    key: 'retries',
    description: 'How often a call is repeated when it fails for a passing reason',
    fallback: defaults.retries,
    parse: (text) => parseRetries(text, 'retries'),
    read: ({ settings }) => settings?.retries,
    ...changing((settings, text) => {
      if (text === undefined) delete settings.retries;
      else settings.retries = parseRetries(text, 'retries');
    }),
  },
  {
    key: 'wire.stockQuantityKey',
    description: `How Blink spells the stock of a product: ${stockQuantityKeys.join(', ')}`,
    fallback: defaults.stockQuantityKey,
    parse: (text) => parseStockQuantityKey(text, 'wire.stockQuantityKey'),
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
    description: 'Where the simulator posts orders, their states and tasks to, as Blink would',
    fallback: undefined,
    parse: (text) => parseWebhook(text, 'simulator.webhook'),
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
  const stored = setting.read(config, profile);
  if (stored !== undefined) return { key: setting.key, value: stored, source: 'config' };
  if (setting.fallback === undefined) return { key: setting.key, value: null, source: 'unset' };
  return { key: setting.key, value: setting.fallback, source: 'default' };
}

/** Every setting, then what is stored of the profile's logins, secrets masked. */
export function listSettings(config: StoredConfig, profile: string): SettingRow[] {
  return [
    ...settingKeys.map((setting) => readSetting(config, profile, setting)),
    ...environments.flatMap((environment) => {
      const { username, token, password, logisticsToken, addresses } =
        profileOf(config, profile)?.accounts[environment] ?? {};
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

const hidden = '••••••';

/** A token with its last four characters, to tell two apart; a short one, which could be guessed, without. */
export function maskToken(token: string): string {
  return token.length >= 20 ? `••••${token.slice(-4)}` : hidden;
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
    set: (config, _profile, text) => changed(config, text),
    unset: (config) => (config.settings ? changed(config, undefined) : config),
  };
}
