import { describe, expect, test } from 'vitest';
import { at, start } from './start.ts';

test('there are a dozen branches: two not live, one not active, ids that are numbers', async () => {
  const { ordering } = await start();
  const reply = await ordering('GET', '/interface/v1/branches');
  const branches = listAt(reply.body, 'data');
  expect(branches.map(({ id, blink_id }) => [id, blink_id])).toEqual(
    Array.from({ length: 12 }, (_, index) => [63 + index, 60001 + index]),
  );
  expect(branches.filter(({ is_live }) => is_live === 0)).toHaveLength(2);
  expect(branches.filter(({ is_active }) => is_active === 0)).toHaveLength(1);
});

test.each([['/interface/v1/branches'], ['/interface/v1/customers?page=2']])(
  '%s answers POST as it answers GET',
  async (path) => {
    const { ordering } = await start();
    const got = await ordering('GET', path);
    const posted = await ordering('POST', path);
    expect(posted.status).toBe(200);
    expect(posted.body).toEqual(got.body);
  },
);

describe('customers', () => {
  const path = '/interface/v1/customers';

  test('come 100 a page, each once, the same on every call', async () => {
    const { ordering, url } = await start();
    const pages = await Promise.all([1, 2, 3, 4].map((page) => ordering('GET', `${path}?page=${page}`)));
    const lists = pages.map(({ body }) => listAt(body, 'data.data'));
    expect(lists.map((list) => list.length)).toEqual([100, 100, 100, 40]);
    expect(new Set(lists.flat().map(({ phone }) => phone)).size).toBe(340);
    expect(at(pages[1]?.body, 'data')).toMatchObject({
      current_page: 2,
      from: 101,
      to: 200,
      total: 340,
      last_page: 4,
      per_page: 100,
      path: `${url}${path}`,
      first_page_url: `${url}${path}?page=1`,
      last_page_url: `${url}${path}?page=4`,
      next_page_url: `${url}${path}?page=3`,
      prev_page_url: `${url}${path}?page=1`,
    });
    expect(at(pages[0]?.body, 'data.prev_page_url')).toBeNull();
    expect(at(pages[3]?.body, 'data.next_page_url')).toBeNull();
    const other = await start();
    expect(listAt((await other.ordering('GET', `${path}?page=4`)).body, 'data.data')).toEqual(lists[3]);
  });

  test('look like customers', async () => {
    const { ordering } = await start();
    const list = listAt((await ordering('GET', path)).body, 'data.data');
    for (const { full_name, phone, email, total_orders, signup_date } of list) {
      expect(full_name).toMatch(/\S+ \S+/);
      expect(phone).toMatch(/^\+92\d{10}$/);
      expect(email === null || /^[a-z.]+\d+@example\.com$/.test(String(email))).toBe(true);
      expect(Number.isInteger(total_orders) && Number(total_orders) > 0).toBe(true);
      expect(signup_date).toMatch(/^202\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d$/);
    }
    expect(list.some(({ email }) => email === null)).toBe(true);
    expect(list.some(({ full_name }) => /\p{Script=Arabic}/u.test(String(full_name)))).toBe(true);
  });

  test('beyond the last page there are none', async () => {
    const { ordering } = await start();
    const reply = await ordering('GET', `${path}?page=9`);
    expect(reply.status).toBe(200);
    expect(at(reply.body, 'data')).toMatchObject({
      current_page: 9,
      data: [],
      from: null,
      to: null,
      last_page: 4,
      next_page_url: null,
      total: 340,
    });
  });

  test.each([
    ['abc', 'The page must be an integer.'],
    ['', 'The page must be an integer.'],
    ['1.5', 'The page must be an integer.'],
    ['99999999999999999999', 'The page must be an integer.'],
    ['0', 'The page must be at least 1.'],
    ['-1', 'The page must be at least 1.'],
  ])('page=%s is refused', async (page, message) => {
    const { ordering } = await start();
    const reply = await ordering('GET', `${path}?page=${page}`);
    expect([reply.status, at(reply.body, 'errors')]).toEqual([422, { page: [message] }]);
  });
});

function listAt(body: unknown, path: string): Record<string, unknown>[] {
  const list = at(body, path);
  if (!Array.isArray(list)) throw new Error(`no list at ${path}`);
  return list;
}
