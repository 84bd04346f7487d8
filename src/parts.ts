import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { CodeCache } from './code-cache.ts';

type Require = (name: string) => unknown;

/** The parts that help is made of are compiled in less time than it takes to open what was kept of them. */
const quick = /^\.\/(program\.|start-|help-text-|rolldown-runtime-)/;

/**
 * Loads the parts that the build makes of the program: CommonJS files of one folder that name each other `./…cjs`. Node's
 * own loader looks for each of them as for a file that could be anywhere, which takes longer than running it.
 * @param openCache called when the first part is loaded that is worth keeping
 */
export function partLoader(folder: string, openCache: () => CodeCache): Require {
  const loaded = new Map<string, { exports: unknown }>();
  const requireOther = createRequire(import.meta.url);
  let opened: CodeCache | undefined;

  const compile = (name: string): Script => {
    const filename = join(folder, name);
    const text = `(function(exports,require,module){${readFileSync(filename, 'utf8')}\n})`;
    if (quick.test(name)) return new Script(text, { filename });
    opened ??= openCache();
    const script = new Script(text, { filename, cachedData: opened.codeOf(name) });
    opened.note(name, script);
    return script;
  };
  const requirePart: Require = (name) => {
    if (!name.startsWith('./')) return requireOther(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const part = { exports: {} };
    loaded.set(name, part);
    compile(name).runInThisContext()(part.exports, requirePart, part);
    return part.exports;
  };
  return requirePart;
}
