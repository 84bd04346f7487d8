import type { StoredConfig } from '../../session/stored/config.ts';
import { storedProfile } from '../../session/stored/logins.ts';
import { profileNames } from '../../session/stored/profiles.ts';
import { environments } from '../../session/target/environments.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command,
  ['blink profile', 'blink profile list --json'],
  async ({ output, profile, settings, stored }) => {
    const rows = profileNames(stored).map((name) => rowOf(stored, name, name === profile));
    await output.records(rows, columns);
    if (rows.some(({ current }) => current)) return;
    output.note(`The profile "${profile}" (from ${settings.profile.source}) is not among them.`);
  },
);

interface Row {
  name: string;
  current: boolean;
  environment: string | null;
  /** Who is logged in to that environment. */
  user: string | null;
  /** The environments that there are logins or tokens for. */
  logins: readonly string[];
}

function rowOf(stored: StoredConfig, name: string, current: boolean): Row {
  const { env, accounts = {} } = storedProfile(stored, name) ?? {};
  const logins = environments.filter((environment) => {
    const { token, password, logisticsToken } = accounts[environment] ?? {};
    return token || password || logisticsToken;
  });
  const user = (env && accounts[env]?.username) ?? null;
  return { name, current, environment: env ?? null, user, logins };
}

const columns: readonly RecordColumn<Row>[] = [
  {
    key: 'current',
    header: '',
    value: ({ current }) => current,
    show: ({ current }) => (current ? '*' : ''),
  },
  { key: 'name', header: 'Profile', value: ({ name }) => name },
  { key: 'environment', header: 'Environment', value: ({ environment }) => environment },
  { key: 'user', header: 'User', value: ({ user }) => user },
  { key: 'logins', header: 'Logged in to', value: ({ logins }) => logins },
];
