import { expect, it } from 'vitest';
import { blink, home } from '../front-door.ts';
import { blinkLike, loggingServer } from '../server.ts';
import { keys, terminal } from '../typed.ts';

it('makes any call with the login, and gives the answer as it came', async () => {
  const { url, received } = await loggingServer(blinkLike);
  const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'canary-4' };
  const line = 'api POST /interface/v1/syncOrderStatus --field blink_order_id=A1 --field status=1';
  const { code, out } = await blink(line, { env });
  expect({ code, out }).toEqual({ code: 0, out: '{"msg":"Success","success":true,"error":null,"data":[]}' });
  expect(received[0]).toMatchObject({
    method: 'POST',
    path: '/interface/v1/syncOrderStatus',
    headers: { authorization: 'Bearer canary-4' },
    body: '{"blink_order_id":"A1","status":1}',
  });
});

it('prints no token of ours that the server repeats', async () => {
  const token = '17|canary/of+the=login';
  const escaped = token.replaceAll('/', '\\/').replace('c', '\\u0063');
  const { url } = await loggingServer(({ headers }) => ({
    headers: { 'x-echo': String(headers.authorization) },
    body: `{"said":"${headers.authorization}","php":"${token.replace('/', '\\/')}","letters":"${escaped}"}`,
  }));
  const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: token };
  const line = 'api GET /interface/v1/anything --include';
  const { out } = await blink(line, { env });
  expect(out).toContain('x-echo: Bearer ***\n');
  expect(out).toContain('"said":"Bearer ***","php":"***"');
  expect(out.replace(escaped, '')).not.toMatch(/canary/);
  // For a person the answer is laid out anew, its escapes undone.
  const { screen } = await terminal(line, env, { columns: 160 }).ended;
  expect(screen).toContain('"letters": "***"');
  expect(screen).not.toContain('canary');
});

it('prints no token that was got on the way, and no password', async () => {
  const { url } = await loggingServer(({ path, headers }) =>
    path.endsWith('/login')
      ? { body: { access_token: 'canary-fresh' } }
      : { body: { said: headers.authorization, password: 'canary-password' } },
  );
  const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url };
  const account = { BLINK_USERNAME: 'karachi', BLINK_PASSWORD: 'canary-password' };
  const { out } = await blink('api GET /interface/v1/me', { env: { ...env, ...account } });
  expect(out).toBe('{"said":"Bearer ***","password":"***"}');
});

it('asks before it writes to production, and shows what', async () => {
  const { url, received } = await loggingServer(blinkLike);
  const env = { ...home(), BLINK_ENV: 'production', BLINK_API_URL: url, BLINK_TOKEN: 'canary-4' };
  const line = 'api POST /interface/v1/anything --field price=520';
  const session = terminal(line, env, { columns: 160 });
  await session.shows('{"price":520}');
  await session.shows(
    `In production at ${url} (profile default, token from BLINK_TOKEN): send POST /interface/v1/anything?`,
  );
  session.type(keys.enter);
  expect(await session.ended).toMatchObject({ code: 130 });
  expect(received).toEqual([]);
});

it('puts fields of a GET into the query', async () => {
  const { url, received } = await loggingServer(blinkLike);
  const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'canary-4' };
  await blink('api GET /interface/v1/customers --field page=2', { env });
  expect(received[0]?.path).toBe('/interface/v1/customers?page=2');
});

it('shows what arrived in the simulator', async () => {
  const env = home();
  await blink('menu import fixtures/menu.csv --env local', { env });
  const { out } = await blink('api GET /interface/v1/categories --env local', { env });
  expect(JSON.parse(out).data).toHaveLength(8);
});

it('ends with 1 for a refusal, prints it, and with 2 for a method that is none', async () => {
  const refused = await blink('api GET /interface/v1/nowhere --env local');
  expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('no such route') });
  expect(await blink('api FETCH /interface/v1/branches --env local')).toMatchObject({ code: 2 });
});

it('gets every page, a document a line', async () => {
  const { out } = await blink('api GET /interface/v1/customers --paginate --env local');
  const pages = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).data);
  expect(pages.map(({ current_page }) => current_page)).toEqual(
    Array.from({ length: pages[0].last_page }, (_, i) => i + 1),
  );
  expect(pages.flatMap(({ data }) => data)).toHaveLength(pages[0].total);
});

it('sends a file as it is, prints status and headers when asked, and shows what it would send', async () => {
  const { url, received } = await loggingServer(() => ({ headers: { 'x-one': '1' }, body: 'plain' }));
  const env = { ...home(), BLINK_ENV: 'sandbox', BLINK_API_URL: url, BLINK_TOKEN: 'canary-4' };
  const input = ' {"products": [] } ';
  const { out } = await blink('api POST /interface/v1/importMenu --input - --include', { env, input });
  expect(received[0]?.body).toBe(input);
  expect(out).toMatch(/^HTTP 200\n[\s\S]*x-one: 1\n[\s\S]*\n\nplain$/);
  const dry = await blink('api PUT /x --field a=1 --field b=text --dry-run', { env });
  expect(JSON.parse(dry.out).requests).toEqual([
    { method: 'PUT', url: `${url}/x`, body: { a: 1, b: 'text' } },
  ]);
  expect(received).toHaveLength(1);
});

it.each([
  ['GET interface/v1/branches --field page=2', '/interface/v1/branches?page=2'],
  ['GET .evil.example/x', '/.evil.example/x'],
  ['DELETE //evil.example/x', '/evil.example/x'],
])('a dry run of %s shows the address it would go to', async (call, path) => {
  const { out } = await blink(`api ${call} --env production --dry-run`);
  expect(JSON.parse(out).requests[0].url).toBe(`https://api.blinkco.io${path}`);
});
