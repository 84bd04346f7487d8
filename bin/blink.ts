import { join } from 'node:path';
import { openCodeCache } from '../src/code-cache.ts';
import { partLoader } from '../src/parts.ts';
import { foldersOf } from '../src/session/folders.ts';
import { version } from '../src/version.ts';

const [, , word = '', ...more] = process.argv;
// What scripts ask most is answered without loading anything.
if (more.length === 0 && /^(--version|-V|version)$/.test(word)) process.stdout.write(`${version}\n`);
else start();

function start(): void {
  const folder = join(import.meta.dirname, 'parts');
  const openCache = () =>
    openCodeCache(join(foldersOf(process.env, process.platform).state, 'code-cache'), folder);
  partLoader(folder, openCache)('./program.cjs');
}
