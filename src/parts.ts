import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

type Require = (name: string) => unknown;

/**
 * Loads the parts that the build makes of the program: CommonJS files of one folder that name each other `./…cjs`. Node's
 * own loader looks for each of them as for a file that could be anywhere, which takes longer than running it.
 */
export function partLoader(folder: string): Require {
  const loaded = new Map<string, { exports: unknown }>();
  const requireOther = createRequire(import.meta.url);
  const requirePart: Require = (name) => {
    if (!name.startsWith('./')) return requireOther(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const part = { exports: {} };
    loaded.set(name, part);
    const filename = join(folder, name);
    const text = `(function(exports,require,module){${readFileSync(filename, 'utf8')}\n})`;
    new Script(text, { filename }).runInThisContext()(part.exports, requirePart, part);
    return part.exports;
  };
  return requirePart;
}
