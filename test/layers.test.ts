import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

/**
 * The floors of the house, the lowest first. A folder imports only from floors below its own; a few rooms of one floor
 * may look into each other, and are listed.
 */
const floors: readonly (readonly string[])[] = [
  [
    'errors',
    'spelling',
    'shell-word',
    'version',
    'flags',
    'io',
    'listen-on',
    'finding',
    'parts',
    'code-cache',
  ],
  ['storage', 'blink'],
  ['words'],
  ['menu'],
  ['files', 'ledger'],
  ['session', 'bulk', 'inbox', 'simulator', 'terminal'],
  ['preview', 'doctor'],
  ['commands'],
  ['command-line'],
  ['help'],
  ['program'],
  ['main'],
];
const neighbours = [
  'io → errors',
  'listen-on → errors',
  'parts → code-cache',
  'session → simulator',
  'session → terminal',
];

/** The one folder that knows a library. */
const owners: Record<string, RegExp> = {
  undici: /^src\/blink\//,
  conf: /^src\/session\//,
  chalk: /^src\/terminal\//,
  'cli-table3': /^src\/terminal\//,
  'string-width': /^src\/terminal\//,
  'csv-parse': /^src\/files\/readers\//,
  hucre: /^src\/files\/xlsx\/library\.ts$/,
  '@inquirer/prompts': /^src\/terminal\//,
  '@commander-js/extra-typings': /^src\/(program\.ts|commands\/|help\/)/,
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => join('src', file));

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].flatMap(([, name]) => name ?? []);
}

/** The files of `src` that a file imports, types included. */
function ownImportsOf(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.') && name.endsWith('.ts'))
    .map((name) => join(dirname(file), name));
}

/** The folder, or the single file, right under `src`. */
function roomOf(file: string): string {
  const [room = ''] = relative('src', file).split('/');
  return room.replace(/\.ts$/, '');
}

const floorOf = (room: string) => floors.findIndex((floor) => floor.includes(room));

it('every room stands on a floor', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => floorOf(room) === -1)).toEqual([]);
});

it('imports go down only', () => {
  const against = files.flatMap((file) => {
    const room = roomOf(file);
    return ownImportsOf(file)
      .map(roomOf)
      .filter((other) => other !== room && floorOf(other) >= floorOf(room))
      .filter((other) => !neighbours.includes(`${room} → ${other}`))
      .map((other) => `${file} imports from ${other}`);
  });
  expect(against).toEqual([]);
});

it("the library imports nothing of the program's", () => {
  const strangers = files
    .filter((file) => roomOf(file) === 'blink')
    .flatMap((file) => ownImportsOf(file).map((other) => [file, other] as const))
    .filter(([, other]) => roomOf(other) !== 'blink');
  expect(strangers).toEqual([]);
});

it('the library speaks of no flag and no command', () => {
  const spoken = files
    .filter((file) => roomOf(file) === 'blink')
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => `${file}: ${line.trim()}`),
    )
    .filter((line) => / --[a-z]|["'`]blink /.test(line));
  expect(spoken).toEqual([]);
});

it('no files import each other in a circle, types included', () => {
  const imports = new Map(files.map((file) => [file, ownImportsOf(file)]));
  const free = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (free.has(file) || path.includes(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    free.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
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

it("the folders of commands hold commands, and what they share in 'shared'", () => {
  const tree = readFileSync('src/commands/index.ts', 'utf8');
  const others = files
    .filter((file) => file.startsWith('src/commands/') && !file.includes('/shared/'))
    .filter((file) => file !== 'src/commands/index.ts')
    .filter((file) => !tree.includes(`import('./${relative('src/commands', file)}')`));
  expect(others).toEqual([]);
});
