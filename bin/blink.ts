import { join } from 'node:path';
import { partLoader } from '../src/parts.ts';
import { version } from '../src/version.ts';

const [, , word = '', ...more] = process.argv;
// What scripts ask most is answered without loading anything.
if (more.length === 0 && /^(--version|-V|version)$/.test(word)) process.stdout.write(`${version}\n`);
else partLoader(join(import.meta.dirname, 'parts'))('./program.cjs');
