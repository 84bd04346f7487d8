import { expect, test } from 'vitest';
import { type Endpoint, endpoints } from '../../src/blink/endpoints.ts';
import { ownRoutes } from '../../src/simulator/calls/own.ts';
import { methodsOf } from '../../src/simulator/http/router.ts';
import { openApiDocument } from '../../src/simulator/openapi/document.ts';
import { at, start } from './start.ts';

test('docs/openapi.json is up to date; "npm run openapi" writes it', async () => {
  const text = `${JSON.stringify(await openApiDocument(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/openapi.json');
});

test('every route is described, and nothing else', async () => {
  const served = [
    ...Object.values<Endpoint>(endpoints).flatMap((endpoint) =>
      methodsOf(endpoint).map((method) => `${method} ${endpoint.path}`),
    ),
    ...ownRoutes.map(({ method, path }) => `${method} ${path}`),
  ];
  const described = Object.entries(Object((await openApiDocument()).paths)).flatMap(([path, methods]) =>
    Object.keys(Object(methods)).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/, '*')}`),
  );
  expect(described.sort()).toEqual(served.sort());
});

test('every schema that is named is there', async () => {
  const document = await openApiDocument();
  const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  const known = Object.keys(Object(Object(document.components).schemas));
  expect([...new Set(named)].filter((name) => !known.includes(name ?? ''))).toEqual([]);
});

test('it is served to everyone, with the address it is served at', async () => {
  const { plain, url } = await start();
  const { status, body } = await plain('GET', '/openapi.json');
  expect([status, at(body, 'openapi'), at(body, 'servers.0.url')]).toEqual([200, '3.1.0', url]);
  expect(at(body, 'paths')).toEqual(JSON.parse(JSON.stringify((await openApiDocument()).paths)));
});
