import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

/** What each folder may import. The files of `src` itself tie the layers together. */
const allowed: Record<string, readonly string[]> = {
  contract: [],
  storage: [],
  config: ['storage', 'contract'],
  session: ['config', 'storage', 'contract'],
  api: ['contract'],
  catalog: ['contract'],
  simulator: ['api', 'storage', 'contract'],
  webhook: ['api', 'storage', 'contract'],
  bulk: ['api', 'contract', 'ledger'],
  ledger: ['storage', 'contract'],
  menu: ['catalog', 'contract'],
  output: ['contract'],
  commands: [
    'api',
    'bulk',
    'catalog',
    'config',
    'contract',
    'ledger',
    'menu',
    'output',
    'session',
    'simulator',
    'storage',
    'webhook',
  ],
};

/** The one place that knows a library. */
const owners: Record<string, RegExp> = {
  undici: /^src\/api\//,
  conf: /^src\/config\//,
  chalk: /^src\/output\//,
  'cli-table3': /^src\/output\//,
  'string-width': /^src\/output\//,
  'csv-parse': /^src\/catalog\/readers\//,
  '@inquirer/prompts': /^src\/prompts\.ts$/,
  '@commander-js/extra-typings': /^src\/(program\.ts|commands\/)/,
};

/** Files of `src` that any layer may use: they know nothing of the others. */
const ground = new Set(['errors.ts', 'spelling.ts', 'io.ts', 'version.ts']);

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => join('src', file));

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].flatMap(([, name]) => name ?? []);
}

it('imports go one way', () => {
  const against = files.flatMap((file) => {
    const [, layer = ''] = file.split('/');
    if (!(layer in allowed)) return [];
    return importsOf(file)
      .filter((name) => name.startsWith('.') && !name.endsWith('.json'))
      .map((name) => relative('src', join(dirname(file), name)))
      .filter((target) => {
        const [other = ''] = target.split('/');
        if (other === layer || ground.has(other)) return false;
        if (layer === 'commands' && ['context.ts', 'connect.ts'].includes(other)) return false;
        return !allowed[layer]?.includes(other);
      })
      .map((target) => `${file} imports ${target}`);
  });
  expect(against).toEqual([]);
});

it('each library is known in one place', () => {
  const strangers = files.flatMap((file) =>
    importsOf(file).flatMap((name) => {
      const library = Object.keys(owners).find((one) => name === one || name.startsWith(`${one}/`));
      return library !== undefined && !owners[library]?.test(file) ? [`${file} imports ${name}`] : [];
    }),
  );
  expect(strangers).toEqual([]);
});
