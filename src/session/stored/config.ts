import * as v from 'valibot';
import { type Environment, environments } from '../target/environments.ts';

/** How the results of commands can be printed. */
export const outputs = ['table', 'json', 'ndjson', 'csv'] as const;
export type Output = (typeof outputs)[number];

/** The two spellings of a product's stock that Blink's pages show. */
export const stockQuantityKeys = ['stock_quantity', 'stock_qunatity'] as const;
export type StockQuantityKey = (typeof stockQuantityKeys)[number];

/** Whose logins, branch codes and notes: each profile has its own in each environment. */
export interface Place {
  readonly profile: string;
  readonly environment: Environment;
}

/** What is kept of a login to one environment. */
export interface StoredAccount {
  username?: string;
  token?: string;
  /** Only kept when the operator asked for it. */
  password?: string;
  logisticsToken?: string;
  /** The address that the credentials of a service were given for, where it is not the environment's own. */
  addresses?: { ordering?: string; logistics?: string };
  /** Which of the two methods that Blink's pages name worked, by endpoint. */
  methods?: Record<string, 'GET' | 'POST'>;
}

export interface StoredProfile {
  env?: Environment;
  accounts: Partial<Record<Environment, StoredAccount>>;
  /** The operator's own code of a branch → Blink's id of it. Not part of the account: a logout leaves it. */
  branches?: Partial<Record<Environment, Record<string, string>>>;
}

export interface StoredSettings {
  output?: Output;
  /** In seconds. */
  timeout?: number;
  retries?: number;
  wire?: { stockQuantityKey?: StockQuantityKey };
  /** Where the simulator posts its events to. */
  simulator?: { webhook?: string };
}

/** What `config.json` holds. */
export interface StoredConfig {
  /** The profile to use where none is named. */
  profile?: string;
  settings?: StoredSettings;
  /** A profile that is being given another name. */
  renaming?: { from: string; to: string };
  profiles: Record<string, StoredProfile>;
}

export const timeoutLimit = 3600;
export const retriesLimit = 20;

const text = v.string('text');

// Loose throughout: what a newer version of this program keeps there must survive an older one's changes.
const Account = v.looseObject({
  username: v.exactOptional(text),
  token: v.exactOptional(text),
  password: v.exactOptional(text),
  logisticsToken: v.exactOptional(text),
  addresses: v.exactOptional(
    v.looseObject({ ordering: v.exactOptional(text), logistics: v.exactOptional(text) }),
  ),
  methods: v.exactOptional(v.record(v.string(), v.picklist(['GET', 'POST'], 'GET or POST'))),
});

const BranchCodes = v.record(v.string(), text);

const Profile = v.looseObject({
  env: v.exactOptional(v.picklist(environments, environments.join(', '))),
  accounts: v.optional(
    v.looseObject({
      production: v.exactOptional(Account),
      sandbox: v.exactOptional(Account),
      local: v.exactOptional(Account),
    }),
    {},
  ),
  branches: v.exactOptional(
    v.looseObject({
      production: v.exactOptional(BranchCodes),
      sandbox: v.exactOptional(BranchCodes),
      local: v.exactOptional(BranchCodes),
    }),
  ),
});

const seconds = `a number of seconds up to ${timeoutLimit}`;
const attempts = `a whole number from 0 to ${retriesLimit}`;

const Settings = v.looseObject({
  output: v.exactOptional(v.picklist(outputs, outputs.join(', '))),
  timeout: v.exactOptional(
    v.pipe(v.number(seconds), v.gtValue(0, seconds), v.maxValue(timeoutLimit, seconds)),
  ),
  retries: v.exactOptional(
    v.pipe(
      v.number(attempts),
      v.integer(attempts),
      v.minValue(0, attempts),
      v.maxValue(retriesLimit, attempts),
    ),
  ),
  wire: v.exactOptional(
    v.looseObject({
      stockQuantityKey: v.exactOptional(v.picklist(stockQuantityKeys, stockQuantityKeys.join(' or '))),
    }),
  ),
  simulator: v.exactOptional(
    v.looseObject({
      webhook: v.exactOptional(
        v.pipe(text, v.regex(/^https?:\/\//, 'an http or https address'), v.url('a web address')),
      ),
    }),
  ),
});

/** The schema of `config.json`. */
export const StoredConfig: v.GenericSchema<unknown, StoredConfig> = v.looseObject({
  profile: v.exactOptional(text),
  settings: v.exactOptional(Settings),
  renaming: v.exactOptional(v.looseObject({ from: text, to: text })),
  profiles: v.optional(v.record(v.string(), Profile), {}),
});
