import { expect, it } from 'vitest';
import { blink, home } from '../../front-door.ts';
import { type Answer, loggingServer } from '../../server.ts';

const account = async (answer: Answer) => {
  const { url } = await loggingServer(() => answer);
  return { ...home(), BLINK_ENV: 'sandbox', BLINK_TOKEN: 'canary-1', BLINK_API_URL: url };
};

const odd: readonly [string, Record<string, unknown>][] = [
  ['a name that is a number', { branch: 12 }],
  ['no name', { branch: null }],
  ['an address that is a list', { branch_address: ['Block 4', 'Clifton'] }],
  ['states in words', { is_live: 'yes', is_active: '0' }],
  ['states that say nothing', { is_live: 'maybe', is_active: {} }],
];

it.each(odd)('branches are listed with %s', async (_, fields) => {
  const branch = { id: 63, blink_id: 60001, branch: 'Clifton', is_live: 1, is_active: 1, ...fields };
  const env = await account({
    body: { msg: null, success: 1, data: [branch, { id: '64', branch: 'Tariq Road' }] },
  });
  const { code, out } = await blink('branches list --json', { env });
  expect(code).toBe(0);
  expect(JSON.parse(out).map(({ id }: { id: unknown }) => String(id))).toEqual(['63', '64']);
});

it('keeps states as they came, and reads those in words', async () => {
  const states = [1, 0, true, false, '1', 'no'].map((is_live, id) => ({ id, branch: 'B', is_live }));
  const env = await account({ body: { data: states } });
  const { out } = await blink('branches list --json', { env });
  expect(JSON.parse(out).map(({ is_live }: { is_live: unknown }) => is_live)).toEqual([
    1,
    0,
    true,
    false,
    true,
    false,
  ]);
});

it('customers are listed whose fields are of other types, page numbers as text among them', async () => {
  const customers = [
    { full_name: 7, phone: 923001234567, email: false, total_orders: '4', signup_date: null },
    { full_name: 'عائشہ خان' },
  ];
  const page = { current_page: '1', data: customers, last_page: '1', per_page: '15', total: 'many' };
  const env = await account({ body: { success: 'true', data: page } });
  const { code, out } = await blink('customers list --all --json', { env });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    { full_name: '7', phone: '923001234567', total_orders: 4 },
    { full_name: 'عائشہ خان' },
  ]);
});
