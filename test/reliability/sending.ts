import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inject } from 'vitest';
import { home } from '../front-door.ts';

/** Variables with which the program finds one server in place of both of Blink's services, and has a token for each. */
export function serverAt(url: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...home(),
    ...{ BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_LOGISTICS_URL: url },
    ...{ BLINK_TOKEN: 'token-1', BLINK_LOGISTICS_TOKEN: 'token-1' },
    ...more,
  };
}

/** The folder of the settings, made where it is not there yet. */
export function configFolder({ BLINK_CONFIG_DIR: folder = '' }: NodeJS.ProcessEnv): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Leaves a `config.json` as a login to the sandbox does, at the addresses that the variables name. */
export function storeAccount(env: NodeJS.ProcessEnv, account: Record<string, string>): void {
  const addresses = { ordering: env.BLINK_API_URL, logistics: env.BLINK_LOGISTICS_URL };
  storeAccounts(env, 'sandbox', { sandbox: { ...account, addresses } });
}

/** Leaves a `config.json` with an environment that is chosen, and what is stored for each. */
export function storeAccounts(env: NodeJS.ProcessEnv, chosen: string, accounts: object): void {
  const config = { profiles: { default: { env: chosen, accounts } } };
  writeFileSync(join(configFolder(env), 'config.json'), JSON.stringify(config), { mode: 0o600 });
}

/** What is stored of the account now. */
export function storedAccount(env: NodeJS.ProcessEnv): Record<string, string> {
  const config = JSON.parse(readFileSync(join(configFolder(env), 'config.json'), 'utf8'));
  const { addresses: _, ...account } = config.profiles.default.accounts.sandbox;
  return account;
}

const folder = mkdtempSync(join(inject('scratch'), 'samples-'));

/** A file of the fixtures in a folder of its own: what is refused of it is written beside it. */
export function copyOf(fixture: string): string {
  const copy = join(folder, basename(fixture));
  copyFileSync(join('fixtures', fixture), copy);
  return copy;
}

/** A command line for each way a call may be repeated. */
export const commands = {
  read: ['branches', 'list'],
  idempotent: ['stock', 'sync', copyOf('vendor/sync-stock-request.json')],
  once: ['task', 'create', '--from', copyOf('vendor/task-create-request.json')],
} as const;
