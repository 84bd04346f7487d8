import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { storeAccounts } from '../reliability/sending.ts';
import { blinkLike, loggingServer } from '../server.ts';

const stored = (env: NodeJS.ProcessEnv) =>
  JSON.parse(readFileSync(join(env.BLINK_CONFIG_DIR ?? '', 'config.json'), 'utf8'));

describe('blink login', () => {
  it('verifies the password from standard input and keeps the token, not the password', async () => {
    const env = home();
    const { code, out } = await blink('login --env local --username demo --password-stdin', {
      env,
      input: 'demo\n',
    });
    expect(code).toBe(0);
    expect(out).toBe('✓ Logged in to local (simulator) as demo (profile default).\n');
    const { profiles } = stored(env);
    expect(profiles.default).toMatchObject({ env: 'local', accounts: { local: { username: 'demo' } } });
    expect(profiles.default.accounts.local.token).toMatch(/^eyJ/);
    expect(profiles.default.accounts.local.password).toBeUndefined();
    expect(statSync(join(env.BLINK_CONFIG_DIR ?? '', 'config.json')).mode & 0o777).toBe(0o600);
    expect(statSync(env.BLINK_CONFIG_DIR ?? '').mode & 0o777).toBe(0o700);
    expect(await blink('menu import fixtures/menu.csv --yes', { env })).toMatchObject({ code: 0 });
  });

  it('keeps nothing when the password is refused', async () => {
    const env = home();
    const { code, err } = await blink('login --env local --username demo --password-stdin', {
      env,
      input: 'canary',
    });
    expect(code).toBe(4);
    expect(err).toContain('was not accepted');
    expect(err).not.toContain('canary');
    expect(await blink('whoami --env sandbox', { env })).toMatchObject({ code: 4 });
  });

  it('keeps the password when asked, and logs in again with it when the token is refused', async () => {
    let logins = 0;
    const { url, received } = await loggingServer((request) => {
      if (request.path.endsWith('login')) {
        logins += 1;
        return { body: { token_type: 'Bearer', access_token: `token-${logins}` } };
      }
      const good = request.headers.authorization === `Bearer token-${logins}` && logins > 1;
      return good ? blinkLike(request) : { status: 401, body: { message: 'Unauthenticated.' } };
    });
    const env = { ...home(), BLINK_API_URL: url };
    const line = 'login --env sandbox --username karachi --password-stdin --store-password';
    await blink(line, { env, input: 'canary-2' });
    expect(await blink('menu import fixtures/menu.csv', { env })).toMatchObject({ code: 0 });
    expect(received.map(({ path }) => path.split('/').at(-1))).toEqual([
      'login',
      'importMenu',
      'login',
      'importMenu',
    ]);
    expect(stored(env).profiles.default.accounts.sandbox.token).toBe('token-2');
  });

  it('asks nothing without a terminal and names the flag', async () => {
    expect(await blink('login')).toMatchObject({ code: 2, err: expect.stringContaining('--env') });
    expect(await blink('login --env local')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--username'),
    });
    const noPassword = await blink('login --env local --username demo');
    expect(noPassword).toMatchObject({ code: 2, err: expect.stringContaining('--password-stdin') });
    const empty = await blink('login --env local --username demo --password-stdin', { input: '' });
    expect(empty).toMatchObject({ code: 2, err: expect.stringContaining('Standard input') });
  });

  it('has no flag that takes a secret', async () => {
    const { out } = await blink('login --help');
    expect(out).not.toMatch(/--(password|token)[ =]</);
    expect(await blink('login --env local --username demo --password demo')).toMatchObject({ code: 2 });
  });

  it('checks a logistics token before it keeps it', async () => {
    const env = home();
    const line = 'login --env local --logistics --token-stdin';
    expect(await blink(line, { env, input: 'wrong-token' })).toMatchObject({ code: 4 });
    expect(await blink(line, { env, input: 'demo' })).toMatchObject({ code: 0 });
    expect(stored(env).profiles.default.accounts.local.logisticsToken).toBe('demo');
  });

  it('checks an ordering token before it keeps it', async () => {
    const env = home();
    expect(await blink('login --env local --token-stdin', { env, input: 'nonsense' })).toMatchObject({
      code: 4,
    });
  });
});

describe('blink whoami', () => {
  it('says who, where, from where and until when', async () => {
    const env = home();
    await blink('login --env local --username demo --password-stdin', { env, input: 'demo' });
    const { out } = await blink('whoami --json', { env });
    expect(JSON.parse(out)).toMatchObject({
      profile: 'default',
      environment: 'local',
      environmentSource: 'config',
      username: 'demo',
      credentials: [
        { kind: 'token', source: 'login', keptIn: join(env.BLINK_CONFIG_DIR ?? '', 'config.json') },
      ],
    });
    expect(JSON.parse(out).credentials[0].expires).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(out).not.toContain(stored(env).profiles.default.accounts.local.token);
  });

  it('names the variables that win', async () => {
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_USERNAME: 'karachi', BLINK_PASSWORD: 'canary-3' };
    const { code, out } = await blink('whoami', { env });
    expect(code).toBe(0);
    expect(out).toContain('BLINK_PASSWORD');
    expect(out).not.toContain('canary-3');
  });
});

describe('blink whoami where the address is another than usual', () => {
  const url = 'http://127.0.0.1:4646';

  it('names it, and where it comes from', async () => {
    const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'canary-5' };
    const { out } = await blink('whoami', { env });
    expect(out).toContain(`A token on production at ${url} (BLINK_API_URL), profile default`);
    expect(JSON.parse((await blink('whoami --json', { env })).out).addresses).toEqual({
      ordering: { url, source: 'BLINK_API_URL', own: false },
      logistics: { url: 'https://api.delivery.blinkco.io', source: 'default', own: true },
    });
  });

  it('says that a login is not for it, and which one is', async () => {
    const env = { ...home(), BLINK_LOGISTICS_TOKEN: 'canary-6' };
    storeAccounts(env, 'sandbox', { sandbox: { username: 'karachi', token: 'canary-7' } });
    const { code, out, err } = await blink('whoami', { env: { ...env, BLINK_API_URL: url } });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('belongs to https://stg-api') });
    expect(out).not.toContain('login');
    const given = { ...env, BLINK_API_URL: url, BLINK_TOKEN: 'canary-10' };
    expect(await blink('whoami', { env: given })).toMatchObject({ code: 0, err: '' });
    const { BLINK_LOGISTICS_TOKEN: _, ...bare } = env;
    expect(await blink('whoami', { env: { ...bare, BLINK_API_URL: url } })).toMatchObject({
      code: 4,
      err: expect.stringContaining('Unset BLINK_API_URL'),
    });
  });

  it('the simulator of this computer is called so', async () => {
    const { out } = await blink('whoami --env local');
    expect(out).toContain('demo on local (simulator), profile default');
  });
});

describe('blink logout', () => {
  it.each(['logout', 'logout --json'])('%s: forgets nothing where no environment is chosen', async (line) => {
    const env = home();
    storeAccounts(env, 'sandbox', { sandbox: { token: 'canary-8' }, production: { token: 'canary-9' } });
    expect(await blink('logout', { env })).toMatchObject({ code: 0 });
    const { code, err } = await blink(line, { env });
    expect(code).toBe(2);
    for (const way of ['--env NAME', 'BLINK_ENV', '--all', 'production', 'sandbox', 'local'])
      expect(err).toContain(way);
    expect(stored(env).profiles.default.accounts).toEqual({ production: { token: 'canary-9' } });
    expect(await blink('logout --all', { env })).toMatchObject({ code: 0 });
    expect(stored(env).profiles).toEqual({});
  });

  it('forgets the credentials of the environment', async () => {
    const env = home();
    await blink('login --env local --username demo --password-stdin', { env, input: 'demo' });
    expect(await blink('logout', { env })).toMatchObject({ code: 0 });
    expect(stored(env).profiles).toEqual({});
  });
});
