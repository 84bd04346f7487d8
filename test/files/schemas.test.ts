import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { schemas } from '../../src/simulator/openapi/schemas.ts';

/** The schemas of the files that an operator writes by hand, and what each needs. */
const published = [
  { file: 'menu', title: 'A menu for blink', root: 'MenuImport', item: 'MenuProduct' },
  { file: 'stock', title: 'Stock and prices for blink', root: 'StockSync', item: 'StockProduct' },
];

/** A schema that stands alone: a request, or the bare list of its products, as the commands take both. */
async function schemaOf({ title, root, item }: (typeof published)[number]) {
  const all = await schemas();
  const defs: Record<string, unknown> = {};
  const collect = (name: string) => {
    if (name in defs) return;
    const text = JSON.stringify(all[name]).replaceAll('#/components/schemas/', '#/$defs/');
    defs[name] = JSON.parse(text);
    for (const [, used = ''] of text.matchAll(/#\/\$defs\/(\w+)/g)) collect(used);
  };
  collect(root);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    anyOf: [{ $ref: `#/$defs/${root}` }, { type: 'array', items: { $ref: `#/$defs/${item}` } }],
    $defs: Object.fromEntries(Object.entries(defs).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

test.each(published)('schemas/$file.schema.json is up to date; "npm run schemas" writes it', async (one) => {
  await expect(`${JSON.stringify(await schemaOf(one), null, 2)}\n`).toMatchFileSnapshot(
    `../../schemas/${one.file}.schema.json`,
  );
});

test.each(published)('the schema of a $file file refers to nothing that it does not have', async (one) => {
  const { $defs } = await schemaOf(one);
  const used = [...JSON.stringify($defs).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref);
  expect(used.length).toBeGreaterThan(2);
  expect(used.filter((ref) => !(ref.replace('#/$defs/', '') in $defs))).toEqual([]);
});

it('goes with the package', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8')).files).toContain('schemas');
});
