import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const { pages, manual } = await makeHelp();

/** The files that every run needs which does more than print its version, and those that tell of an error. */
const always =
  /[\\/]src[\\/](errors|version|io|flags|main|commands[\\/]index|command-line[\\/].*|spelling|help[\\/]wanted|terminal[\\/](style|wrap))\.ts$|rolldown[\\/]runtime/;

const common = {
  platform: 'node',
  output: { dir: process.argv[2] ?? 'dist', format: 'cjs', minify: true },
};

// CommonJS, one file a lazily loaded part: on Node 20 it starts in half the time of ES modules in one file.
await build({
  ...common,
  input: { program: 'bin/program.ts' },
  output: {
    ...common.output,
    cleanDir: true,
    // A real import() of Node's own modules would start the loader of ES modules, which nothing else needs.
    dynamicImportInCjs: false,
    entryFileNames: 'parts/[name].cjs',
    chunkFileNames: 'parts/[name]-[hash].cjs',
    codeSplitting: { groups: [{ name: 'start', test: always }] },
  },
  plugins: [texts(), finishedHelp(pages), asset('blink.1', manual), licences()],
});

// The launcher, which loads those parts: see src/parts.ts.
await build({
  ...common,
  input: { blink: 'bin/blink.ts' },
  output: { ...common.output, banner: '#!/usr/bin/env node', entryFileNames: '[name].cjs' },
});

/** Every page of help and the page of the manual, made by the program itself from its commands. */
async function makeHelp() {
  const dir = mkdtempSync(join(tmpdir(), 'blink-help-'));
  try {
    await build({
      input: 'src/help/at-build.ts',
      platform: 'node',
      output: { dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      plugins: [texts()],
    });
    const { atBuild } = await import(pathToFileURL(join(dir, 'at-build.mjs')).href);
    return await atBuild();
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Puts the finished pages of help where the source makes each when it is asked for. */
function finishedHelp(pages) {
  const texts = JSON.stringify(Object.fromEntries(pages.map((page) => [page.name, JSON.stringify(page)])));
  return {
    name: 'finished-help',
    load: (id) =>
      /[\\/]src[\\/]help[\\/]pages\.ts$/.test(id)
        ? `const texts = ${texts};
           export const pageNamed = async (name) =>
             Object.hasOwn(texts, name) ? JSON.parse(texts[name]) : undefined;`
        : undefined,
  };
}

/** A file that goes with the program. */
function asset(fileName, source) {
  return {
    name: 'asset',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

/** Files that are imported as text, with `?raw` behind their names, as vitest has them too. */
function texts() {
  return {
    name: 'texts',
    resolveId: (name, importer) => (name.endsWith('?raw') ? join(dirname(importer), name) : undefined),
    load: (id) =>
      id.endsWith('?raw')
        ? {
            code: `export default ${JSON.stringify(readFileSync(id.slice(0, -4), 'utf8'))}`,
            moduleType: 'js',
          }
        : undefined,
  };
}

/** The libraries are part of the built program, so their licences go with it. */
function licences() {
  return {
    name: 'licences',
    generateBundle() {
      const packages = new Set();
      for (const id of this.getModuleIds()) {
        const folder = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id.replace(/^\0/, ''))?.[0];
        if (folder !== undefined) packages.add(folder);
      }
      const texts = [...packages].sort().map((folder) => {
        const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
        return `${name} ${version} (${license})\n\n${text.trim()}\n`;
      });
      this.emitFile({
        type: 'asset',
        fileName: 'LICENSES.txt',
        source: texts.join(`\n${'-'.repeat(80)}\n\n`),
      });
    },
  };
}
