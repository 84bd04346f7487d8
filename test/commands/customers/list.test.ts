import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { customersOf, customersPage, pageOf } from '../../customers.ts';
import { blink, home } from '../../front-door.ts';
import { type Answer, loggingServer, type Received } from '../../server.ts';
import { terminal } from '../../typed.ts';

const list = { pages: 5, perPage: 3 };

/** A server with five pages of three customers, and the variables with which a command finds it. */
async function serving(
  answer: (request: Received) => Answer | Promise<Answer> = (request) => customersPage(list, pageOf(request)),
) {
  const { url, received } = await loggingServer(answer);
  return { received, env: { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'token' } };
}

const calls = (received: readonly Received[]) => received.map(({ method, path }) => `${method} ${path}`);
const pagesOf = (received: readonly Received[]) => received.map(pageOf).sort((one, other) => one - other);
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('blink customers list', () => {
  it('fetches the first page and says how many there are', async () => {
    const { env, received } = await serving();
    const { code, out, err } = await blink('customers list', { env });
    expect(code).toBe(0);
    expect(calls(received)).toEqual(['GET /interface/v1/customers?page=1']);
    expect(received[0]).toMatchObject({ headers: { authorization: 'Bearer token' }, body: '' });
    expect(out).toMatch(/^Name +Phone +Email +Orders +Signed up\nCustomer, 1 +\+923990000001 /);
    expect(out.trimEnd().split('\n')).toHaveLength(4);
    expect(err).toBe('Page 1 of 5: --page 2 shows the next one, --all shows all of them.\n');
    expect((await blink('customers list --quiet', { env })).err).toBe('');
  });

  it('is what "blink customers" means', async () => {
    const { env } = await serving();
    expect(await blink('customers --page 5', { env })).toEqual(
      await blink('customers list --page 5', { env }),
    );
  });

  it('shows the page that is asked for; one beyond the last is empty', async () => {
    const { env, received } = await serving();
    const { out, err } = await blink('customers list --page 5 --json', { env });
    expect(JSON.parse(out)).toEqual(customersOf(list, 13, 15));
    expect(err).toBe('');
    expect(await blink('customers list --page 6', { env })).toEqual({
      ...{ code: 0, out: 'There is no page 6: page 5 is the last one.\n', err: '' },
    });
    expect(await blink('customers list --page 6 --json', { env })).toMatchObject({ code: 0, out: '[]\n' });
    expect(pagesOf(received)).toEqual([5, 6, 6]);
  });

  it('says that there are none yet', async () => {
    const { env } = await serving(() => customersPage({ pages: 1, perPage: 0 }, 1));
    expect((await blink('customers', { env })).out).toBe('There are no customers yet.\n');
    expect((await blink('customers --all --json', { env })).out).toBe('[]\n');
  });

  it.each([
    { flags: '--all', from: 1, to: 15, pages: [1, 2, 3, 4, 5] },
    { flags: '--all --concurrency 1', from: 1, to: 15, pages: [1, 2, 3, 4, 5] },
    { flags: '--all --concurrency 32', from: 1, to: 15, pages: [1, 2, 3, 4, 5] },
    { flags: '--all --page 4', from: 10, to: 15, pages: [4, 5] },
    { flags: '--limit 2', from: 1, to: 2, pages: [1] },
    { flags: '--limit 3', from: 1, to: 3, pages: [1] },
    { flags: '--limit 7', from: 1, to: 7, pages: [1, 2, 3] },
    { flags: '--limit 7 --page 3', from: 7, to: 13, pages: [3, 4, 5] },
    { flags: '--limit 4 --all', from: 1, to: 4, pages: [1, 2] },
    { flags: '--limit 99', from: 1, to: 15, pages: [1, 2, 3, 4, 5] },
  ])('with $flags gives $from to $to and asks for no other page', async ({ flags, from, to, pages }) => {
    const { env, received } = await serving();
    const { code, out } = await blink(`customers list ${flags} --output ndjson`, { env });
    expect(code).toBe(0);
    expect(lines(out)).toEqual(customersOf(list, from, to));
    expect(pagesOf(received)).toEqual(pages);
  });

  it('says the same in every format, on a terminal and in a pipe', async () => {
    const { env } = await serving();
    const expected = customersOf(list);
    const runs = await Promise.all(
      ['json', 'ndjson', 'csv', 'table'].map((format) =>
        blink(`customers --all --output ${format}`, { env }),
      ),
    );
    const [json, ndjson, csv, table] = runs.map(({ out }) => out);
    expect(JSON.parse(json ?? '')).toEqual(expected);
    expect(lines(ndjson ?? '')).toEqual(expected);
    const rows: Record<string, string>[] = parse(csv ?? '', { columns: true, bom: true });
    const inText = ({ email, total_orders, ...others }: (typeof expected)[number]) => {
      return { ...others, email: email ?? '', total_orders: String(total_orders) };
    };
    expect(rows).toEqual(expected.map(inText));
    const [header, ...drawn] = (table ?? '').trimEnd().split('\n');
    expect(header).toMatch(/^Name +Phone +Email +Orders +Signed up$/);
    for (const [i, one] of expected.entries()) {
      for (const value of Object.values(inText(one))) expect(drawn[i]).toContain(value);
    }
    const onTerminal = await Promise.all(
      ['json', 'ndjson', 'csv'].map((format) => terminal(`customers --all --output ${format}`, env).ended),
    );
    const [screen = '', ...others] = onTerminal.map((ended) => ended.screen);
    expect(JSON.parse(screen)).toEqual(expected);
    // The mark that tells Excel the encoding is for files: a terminal is not shown what hides.
    expect(others).toEqual([ndjson, csv?.replace(/^\ufeff/, '')]);
  });

  it('draws one table over many pages, with columns that stay where they are', async () => {
    const { env } = await serving();
    const { screen } = await terminal('customers list --all', env).ended;
    const drawn = screen.trimEnd().split('\n');
    expect(drawn).toHaveLength(16);
    expect(drawn.filter((line) => line.startsWith('Name'))).toHaveLength(1);
    const phoneAt = drawn.slice(1).map((line) => stringWidth(line.slice(0, line.indexOf('+92'))));
    expect(new Set(phoneAt).size).toBe(1);
    for (const line of drawn) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('walks the simulator to its end', async () => {
    const { out } = await blink('customers list --all --env local --output ndjson');
    const phones = lines(out).map(({ phone }) => phone);
    expect(new Set(phones).size).toBe(340);
    const { out: limited } = await blink('customers list --limit 120 --env local --output ndjson');
    expect(lines(limited).map(({ phone }) => phone)).toEqual(phones.slice(0, 120));
  });

  it.each(['--page 0', '--page two', '--limit 0', '--concurrency 0', '--concurrency 33'])(
    'refuses %s',
    async (flags) => {
      expect(await blink(`customers list ${flags} --env local`)).toMatchObject({
        code: 2,
        err: expect.stringContaining('Expected a whole number from 1'),
      });
    },
  );

  it('needs an environment and a login', async () => {
    expect(await blink('customers list')).toMatchObject({ code: 2, err: expect.stringContaining('--env') });
    expect(await blink('customers list --all --env sandbox')).toMatchObject({ code: 4, out: '' });
  });
});

describe('the method', () => {
  it('is POST after a 405 to GET: asked once in a walk, and never again in the next run', async () => {
    const { env, received } = await serving((request) =>
      request.method === 'POST'
        ? customersPage(list, pageOf(request))
        : { status: 405, body: { message: 'The GET method is not supported for this route.' } },
    );
    const { code, out } = await blink('customers list --all --json', { env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(customersOf(list));
    const posts = [1, 2, 3, 4, 5].map((page) => `POST /interface/v1/customers?page=${page}`);
    expect(calls(received).sort()).toEqual(['GET /interface/v1/customers?page=1', ...posts]);
    received.length = 0;
    await blink('customers list --all --json', { env });
    expect(calls(received).sort()).toEqual(posts);
    received.length = 0;
    await blink('branches list', { env });
    expect(calls(received)[0]).toBe('GET /interface/v1/branches');
  });
});

describe('a list that is not what it was', () => {
  it('may grow while it is walked', async () => {
    const { env } = await serving((request) => {
      const page = pageOf(request);
      return customersPage({ perPage: 3, pages: Math.min(5, Math.max(3, page + 1)) }, page);
    });
    const { out } = await blink('customers list --all --output ndjson', { env });
    expect(lines(out)).toEqual(customersOf(list));
  });

  it('ends the run where the server gives another page than the one asked for', async () => {
    const { env } = await serving(() => customersPage(list, 1));
    const { code, out, err } = await blink('customers list --all --output ndjson', { env });
    expect(code).toBe(1);
    expect(lines(out)).toEqual(customersOf(list, 1, 3));
    expect(JSON.parse(err).error.message).toContain('asked for page 2 and gave page 1');
    expect(await blink('customers list --page 3', { env })).toMatchObject({ code: 1, out: '' });
  });
});

describe('a page that fails', () => {
  const failing = (page: number, answer: Answer) =>
    serving((request) => (pageOf(request) === page ? answer : customersPage(list, pageOf(request))));

  it.each([
    { status: 503, exit: 5, calls: 2 },
    { status: 422, exit: 1, calls: 1 },
    { status: 401, exit: 4, calls: 1 },
  ])('with $status ends the run with $exit, after what came before it', async ({ status, exit, calls }) => {
    const { env, received } = await failing(4, { status, body: { message: 'No.' } });
    const { code, out, err } = await blink('customers list --all --output ndjson --retries 1', { env });
    expect(code).toBe(exit);
    expect(lines(out)).toEqual(customersOf(list, 1, 9));
    expect(JSON.parse(err).error.exitCode).toBe(exit);
    expect(received.filter((request) => pageOf(request) === 4)).toHaveLength(calls);
  });

  it('leaves JSON open, so that nobody takes it for complete', async () => {
    const { env } = await failing(4, { status: 422, body: { message: 'No.' } });
    const { code, out } = await blink('customers list --all --json', { env });
    expect(code).toBe(1);
    expect(() => JSON.parse(out)).toThrow();
    expect(JSON.parse(`${out}]`)).toEqual(customersOf(list, 1, 9));
  });

  it('prints nothing when it is the first', async () => {
    for (const format of ['json', 'ndjson', 'csv', 'table']) {
      const { env } = await failing(1, { status: 422, body: { message: 'No.' } });
      const run = await blink(`customers list --all --output ${format}`, { env });
      expect(run).toMatchObject({ code: 1, out: '' });
    }
  });

  it('is not asked for by a limit that ends before it', async () => {
    const { env } = await failing(3, { status: 422, body: { message: 'No.' } });
    expect(await blink('customers list --limit 6 --json', { env })).toMatchObject({ code: 0, err: '' });
  });
});

describe('fetching ahead', () => {
  const long = { pages: 9, perPage: 3 };

  /** A server that answers no page but the first before `count` of them are asked for, and others had time to come. */
  async function gathering(count: number) {
    let most = 0;
    let waiting: (() => void)[] = [];
    const served = await serving(async (request) => {
      const page = pageOf(request);
      if (page === 1) return customersPage(long, page);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === count) void release();
      });
      return customersPage(long, page);
    });
    const release = async () => {
      for (let turn = 0; turn < 50; turn += 1) await setImmediate();
      most = Math.max(most, waiting.length);
      const ready = waiting;
      waiting = [];
      for (const go of ready) go();
    };
    return { ...served, most: () => most };
  }

  it.each([1, 2, 4])('has %i pages under way at once, no more', async (concurrency) => {
    const { env, most } = await gathering(concurrency);
    const { out } = await blink(`customers list --all --concurrency ${concurrency} --json`, { env });
    expect(JSON.parse(out)).toEqual(customersOf(long));
    expect(most()).toBe(concurrency);
  });

  it('of four pages is what happens unless told otherwise', async () => {
    const { env, most } = await gathering(4);
    await blink('customers list --all', { env });
    expect(most()).toBe(4);
  });
});
