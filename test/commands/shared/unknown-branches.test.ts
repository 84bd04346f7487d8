import { describe, expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { loggingServer } from '../../server.ts';

const menu = (branch: string) =>
  'product_id,sku,name,is_active,price,category_id,category_name,branch_id,branch_is_active\n' +
  `tea,TEA,Doodh Patti,yes,120,hot,Hot drinks,${branch},yes\n`;
const stock = (branch: string) =>
  `product_id,price,discount_price,branch_id,stock_quantity\ntea,120,,${branch},4\n`;

describe('a branch that is not listed', () => {
  it.each<[line: string, input: string]>([
    ['menu validate - --env local', menu('101')],
    ['menu import - --env local', menu('101')],
    ['stock sync - --env local --dry-run', stock('101')],
  ])('%s: is warned of, never refused', async (line, input) => {
    const { code, err } = await blink(line, { input });
    expect(code).toBe(0);
    expect(err).toContain('Warning: standard input names a branch that Blink does not list: 101.');
    expect(err).toContain('blink branches map set 101 ID');
    const other = await blink(line, { input: input.replace('101', 'DHA Phase 6') });
    expect(other.err).toContain('blink branches map set "DHA Phase 6" ID');
  });

  it.each(['63', '60001'])('is not %s, which the simulator lists', async (branch) => {
    expect(await blink('menu validate - --env local', { input: menu(branch) })).toMatchObject({ err: '' });
  });

  it("is not one of the operator's own codes", async () => {
    const env = home();
    await blink('branches map set KHI-01 63 --env local', { env });
    const { err } = await blink('menu validate - --env local', { env, input: menu('KHI-01') });
    expect(err).toBe('');
  });

  it('is known from the last listing, and nothing is asked for it', async () => {
    const { url, received } = await loggingServer(async () => ({
      status: 200,
      body: { msg: 'ok', success: true, error: null, data: [{ id: 7, blink_id: 70007, branch: 'Saddar' }] },
    }));
    const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'canary-7' };
    const before = await blink('menu validate -', { env, input: menu('101') });
    expect(before.err).toBe('');
    await blink('branches', { env });
    const requests = received.length;
    expect((await blink('menu validate -', { env, input: menu('101') })).err).toContain('101');
    expect((await blink('menu validate -', { env, input: menu('70007') })).err).toBe('');
    expect(received).toHaveLength(requests);
  });

  const stockFlags = '--stock 12 --price 520 --discount-price 0';
  const task =
    '--mapping-key 7 --customer-name Ayesha --customer-phone 923001234567 --customer-address Saddar ' +
    '--lat 24.871641 --lng 67.059906 --pick-up-time +30m --delivery-time +75m --payment-type COD';

  it.each<[line: string, flag: string]>([
    [`stock set tea ${stockFlags} --dry-run --branch`, '--branch'],
    [`task create ${task} --dry-run --mapping-branch-id`, '--mapping-branch-id'],
    ['orders watch --once --branch', '--branch'],
    ['webhook inbox list --branch', '--branch'],
  ])('is warned of in the flags of %s', async (line, flag) => {
    const unknown = await blink(`${line} 101 --env local`);
    expect(unknown).toMatchObject({ code: 0 });
    expect(unknown.err).toContain(`Warning: ${flag} names a branch that Blink does not list: 101.`);
    const known = await blink(`${line} 63 --env local`);
    expect(known).toMatchObject({ code: 0 });
    expect(known.err).not.toContain('Warning');
  });
});
