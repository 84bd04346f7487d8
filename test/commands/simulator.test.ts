import { expect, it } from 'vitest';
import { blink, home } from '../blink.ts';

it('reset forgets the menu, and what it was compared with', async () => {
  const env = home();
  await blink('menu import fixtures/menu.csv --env local', { env });
  expect(await blink('simulator reset', { env })).toMatchObject({ code: 0 });
  const { out } = await blink('api GET /interface/v1/categories --env local', { env });
  expect(JSON.parse(out).data).toEqual([]);
  const again = await blink('menu import fixtures/menu.csv --env local --json', { env });
  expect(JSON.parse(again.out)).toMatchObject({ done: 60, plan: { comparedWith: null } });
});
