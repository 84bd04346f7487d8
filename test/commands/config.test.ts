import { expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';

it('sets, gets, lists and unsets', async () => {
  const env = home();
  expect(await blink('config set timeout 60', { env })).toMatchObject({
    code: 0,
    out: 'timeout is now 60.\n',
  });
  expect(await blink('config get timeout', { env })).toMatchObject({ out: '60\n' });
  const { out } = await blink('config list --json', { env });
  expect(JSON.parse(out)).toContainEqual({ key: 'timeout', value: 60, source: 'config' });
  await blink('config unset timeout', { env });
  expect(await blink('config get timeout', { env })).toMatchObject({ out: '30\n' });
});

it('lists when no verb is given', async () => {
  const env = home();
  expect((await blink('config', { env })).out).toBe((await blink('config list', { env })).out);
});

it('names the nearest setting and the allowed values', async () => {
  expect(await blink('config get timeuot')).toMatchObject({
    code: 2,
    err: expect.stringContaining('timeout'),
  });
  expect(await blink('config set output xml')).toMatchObject({
    code: 2,
    err: expect.stringContaining('ndjson'),
  });
});

it('masks secrets', async () => {
  const env = home();
  await blink('login --env local --username demo --password-stdin --store-password', { env, input: 'demo' });
  const { out } = await blink('config list --output csv', { env });
  expect(out).toContain('accounts.local.password,••••••,login');
  expect(out).not.toMatch(/eyJ|password,demo/);
});

it('prints where it is kept', async () => {
  const env = home();
  expect(await blink('config path', { env })).toMatchObject({ out: `${env.BLINK_CONFIG_DIR}/config.json\n` });
});
