import { expect, it } from 'vitest';
import { blink, home } from '../blink.ts';
import { blinkLike, loggingServer } from '../server.ts';

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
