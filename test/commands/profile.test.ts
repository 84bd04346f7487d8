import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { profileNames } from '../../src/session/stored/profiles.ts';
import { start } from '../e2e/process.ts';
import { blink, home } from '../front-door.ts';
import { inboxOf, keep, order, storedEvent } from '../inbox/keep.ts';
import { configFolder, copyOf } from '../reliability/sending.ts';
import { eachOf, faults } from '../storage/children.ts';
import { some } from '../thorough.ts';
import { keys, terminal } from '../typed.ts';

const stored = (env: NodeJS.ProcessEnv) =>
  JSON.parse(readFileSync(join(env.BLINK_CONFIG_DIR ?? '', 'config.json'), 'utf8'));

const login = async (env: NodeJS.ProcessEnv, profile: string) =>
  blink(['login', '--env', 'local', '--username', 'demo', '--password-stdin', '--profile', profile], {
    env,
    input: 'demo',
  });

const list = async (env: NodeJS.ProcessEnv, line = 'profile') =>
  JSON.parse((await blink(`${line} --json`, { env })).out);

describe('blink profile', () => {
  it('hints can be pasted, whatever a profile is called', async () => {
    const { err } = await blink(['profile', 'add', 'Biryani $(id) "House"'], { env: home() });
    expect(err).toContain('blink login --profile "Biryani \\$(id) \\"House\\""\n');
  });

  it('lists the profiles, the one that counts marked', async () => {
    const env = home();
    expect(await list(env)).toEqual([
      { current: true, name: 'default', environment: null, user: null, logins: [] },
    ]);
    await login(env, 'Burger House');
    await blink('profile add کراچی', { env });
    expect((await blink('profile list', { env: { ...env, BLINK_PROFILE: 'Burger House' } })).out).toBe(
      '   Profile       Environment  User  Logged in to\n' +
        '*  Burger House  local        demo  local\n' +
        '   default\n' +
        '   کراچی\n',
    );
    expect(profileNames(stored(env))).toEqual(['Burger House', 'default', 'کراچی']);
    const { err } = await blink('profile', { env: { ...env, BLINK_PROFILE: 'nobody' } });
    expect(err).toBe('The profile "nobody" (from BLINK_PROFILE) is not among them.\n');
  });

  it('adds one, and chooses it where none is named', async () => {
    const env = home();
    expect(await blink('profile add karachi --env sandbox', { env })).toMatchObject({
      ...{ code: 0, out: 'Added the profile karachi.\n' },
      err: 'To log in to it: blink login --profile karachi\n',
    });
    expect(await blink('profile add karachi', { env })).toMatchObject({ code: 2 });
    expect(await blink('profile use krachi', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean karachi?'),
    });
    expect(await blink('profile use karachi', { env })).toMatchObject({ code: 0 });
    expect(await blink('whoami', { env })).toMatchObject({
      code: 4,
      err: expect.stringContaining('karachi'),
    });
    const named = await blink('profile use default', { env: { ...env, BLINK_PROFILE: 'karachi' } });
    expect(named.err).toContain('BLINK_PROFILE is set to karachi');
  });

  it('leads into the login on a terminal', async () => {
    const env = home();
    const session = terminal('profile add lahore --env local', env);
    await session.shows('Log in to it now?');
    session.type(keys.enter);
    await session.shows('User name:');
    session.type(`demo${keys.enter}`);
    await session.shows('Password:');
    session.type(`demo${keys.enter}`);
    const { code, screen } = await session.ended;
    expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('(profile lahore)') });
    expect(stored(env).profiles).toMatchObject({
      lahore: { env: 'local', accounts: { local: { username: 'demo' } } },
    });
  });
});

/** A profile with everything that one can have: a login, codes, a task that was created, an event, a secret path. */
async function profileWithAll(env: NodeJS.ProcessEnv) {
  await login(env, 'default');
  await blink('branches map set CLIFTON 63', { env });
  await blink(['task', 'create', '--from', copyOf('tasks.csv')], { env });
  const event = storedEvent(order('8'), Date.now());
  keep(inboxOf(env, 'local'), event);
  const { path } = JSON.parse((await blink('webhook address --json', { env })).out);
  return { event, path };
}

describe('blink profile rename', () => {
  it('takes all that is kept along, so that nothing is sent twice', async () => {
    const env = home();
    const { event, path } = await profileWithAll(env);
    const { code, out } = await blink('profile rename default karachi', { env });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('default is now karachi') });
    expect(await list(env)).toMatchObject([{ current: true, name: 'karachi', user: 'demo' }]);
    expect(await list(env, 'branches map list')).toMatchObject([{ code: 'CLIFTON' }]);
    const again = await blink(['task', 'create', '--from', copyOf('tasks.csv')], { env });
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/10045 is task .*: not sent again/) });
    expect(await list(env, 'webhook inbox list')).toMatchObject([{ id: event.id }]);
    expect(await list(env, 'webhook address')).toMatchObject({ path });
    expect(await blink('ledger verify', { env })).toMatchObject({ code: 0 });
    expect(readdirSync(env.BLINK_STATE_DIR ?? '').sort()).toEqual(['karachi', 'simulator']);
    // And once more: its lines bear three names by then.
    await blink('profile rename karachi Lahore', { env });
    expect(await blink('ledger verify', { env })).toMatchObject({ code: 0 });
  });

  it('what another profile wrote stays foreign', async () => {
    const env = home();
    await profileWithAll(env);
    const folder = (profile: string) => join(env.BLINK_STATE_DIR ?? '', profile, 'local', 'ledger');
    cpSync(folder('default'), folder('copied'), { recursive: true });
    const { code, err } = await blink('ledger verify --env local --profile copied', { env });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('another profile') });
  });

  it('is refused where the new name is taken, or somebody is at work', async () => {
    const env = home();
    await profileWithAll(env);
    await blink('profile add karachi', { env });
    expect(await blink('profile rename default karachi', { env })).toMatchObject({ code: 2 });
    expect(await blink('profile rename default default', { env })).toMatchObject({ code: 2 });
    expect(await blink('profile rename dfault lahore', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean default?'),
    });
    mkdirSync(join(env.BLINK_STATE_DIR ?? '', 'lahore', 'local'), { recursive: true });
    expect(await blink('profile rename default lahore', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('blink profile remove lahore --records'),
    });
    const lock = join(env.BLINK_STATE_DIR ?? '', 'default', 'local', 'jobs', 'stock-sync.lock');
    mkdirSync(lock, { recursive: true });
    for (const line of ['profile rename default multan', 'profile remove default --records --yes']) {
      expect(await blink(line, { env })).toMatchObject({ code: 75, err: expect.stringContaining(lock) });
    }
    expect(existsSync(inboxOf(env, 'local'))).toBe(true);
    expect(stored(env).renaming).toBeUndefined();
  });

  it('that is killed before any of its changes is finished by the same command, and loses nothing', async () => {
    const origin = home();
    const { event } = await profileWithAll(origin);
    const attempt = async (index: number | undefined) => {
      const env = home();
      for (const name of ['BLINK_CONFIG_DIR', 'BLINK_STATE_DIR'] as const) {
        cpSync(origin[name] ?? '', env[name] ?? '', { recursive: true });
      }
      const injected =
        index === undefined ? { FAULT: 'count' } : { FAULT: 'kill', FAULT_AT: String(index + 1) };
      const words = ['profile', 'rename', 'default', 'karachi'];
      const run = start(words, { ...env, ...injected, NODE_OPTIONS: `--require ${faults}` });
      return { env, ended: await run.ended };
    };
    const { ended } = await attempt(undefined);
    const calls: string[] = JSON.parse(/\[.*\]$/.exec(ended.out)?.[0] ?? '[]');
    expect(calls.filter((call) => call === 'rename').length).toBeGreaterThan(3);
    await eachOf(some([...calls.keys()], 8), async (index) => {
      const { env } = await attempt(index);
      const seen = [];
      for (const profile of ['default', 'karachi']) {
        const { code, out } = await blink(`webhook inbox list --env local --json --profile ${profile}`, {
          env,
        });
        seen.push(code === 0 ? JSON.parse(out).length : 'refused');
      }
      // Either name has all of it, or both say that the renaming was cut off.
      expect(
        [
          [1, 0],
          [0, 1],
          ['refused', 'refused'],
        ],
        `${calls[index]} at ${index}`,
      ).toContainEqual(seen);
      const { code } = await blink('profile rename default karachi', { env });
      expect([0, 2]).toContain(code);
      expect(await list(env, 'webhook inbox list --env local')).toMatchObject([{ id: event.id }]);
      expect(await list(env)).toMatchObject([{ current: true, name: 'karachi', user: 'demo' }]);
      expect(await blink('ledger verify', { env })).toMatchObject({ code: 0 });
      expect(stored(env).renaming).toBeUndefined();
    });
  }, 60_000);

  it('that was cut off is told of by doctor', async () => {
    const env = home();
    const config = { renaming: { from: 'a', to: 'b' }, profiles: { a: { accounts: {} } } };
    writeFileSync(join(configFolder(env), 'config.json'), JSON.stringify(config));
    const { out } = await blink('doctor --env local --json', { env });
    expect(JSON.parse(out).checks).toContainEqual(
      expect.objectContaining({
        id: 'settings',
        status: 'failed',
        fix: 'Finish it: blink profile rename a b',
      }),
    );
    expect(await blink('whoami --env local --profile b', { env })).toMatchObject({ code: 1 });
    expect(await blink('whoami --env local', { env })).toMatchObject({ code: 0 });
  });
});

describe('blink profile remove', () => {
  it('forgets the logins, keeps the records and says where', async () => {
    const env = home();
    await profileWithAll(env);
    expect(await blink('profile remove default', { env })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--yes'),
    });
    const { code, err } = await blink('profile remove default --yes', { env });
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringContaining('what was sent and 1 event that came in'),
    });
    expect(stored(env).profiles).toEqual({});
    const again = await blink(['task', 'create', '--from', copyOf('tasks.csv'), '--env', 'local'], { env });
    expect(again.out).toMatch(/10045 is task .*: not sent again/);
  });

  it('removes the records where that is asked for', async () => {
    const env = home();
    await profileWithAll(env);
    expect(await blink('profile remove default --records --yes', { env })).toMatchObject({ code: 0 });
    expect(readdirSync(env.BLINK_STATE_DIR ?? '')).toEqual(['simulator']);
    expect(await blink('profile remove nobody --yes', { env })).toMatchObject({ code: 2 });
  });

  it('says on a terminal what goes and what stays, and takes no for an answer', async () => {
    const env = home();
    await profileWithAll(env);
    const session = terminal('profile remove default', env, { columns: 200 });
    await session.shows('forget the login to local of demo');
    await session.shows('forget 1 branch code for local');
    await session.shows('keep for local: what was sent and 1 event that came in');
    await session.shows('Remove the profile default?');
    session.type(keys.enter);
    const { code, screen } = await session.ended;
    expect({ code, screen }).toEqual({ code: 130, screen: expect.stringContaining('Nothing was removed') });
    expect(stored(env).profiles.default.accounts.local.username).toBe('demo');
  });
});
