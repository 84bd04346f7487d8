import { basename, dirname, extname, join } from 'node:path';
import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import type { Context } from '../../session/context.ts';
import { define } from '../shared/command.ts';
import { readFlags, readMenuAsItIs } from '../shared/reading.ts';
import { plural } from '../shared/words.ts';
import { refuseOverInput, writeFile } from '../shared/write-file.ts';

export default define(
  (command) =>
    readFlags(command.argument('<file>', 'a menu as CSV or JSON; - reads standard input'))
      .option('--out <file>', 'where to write the page; to standard output where that is no terminal')
      .option('--open', 'open the page in the browser')
      .option('--no-images', 'leave the pictures out: the page loads nothing at all'),
  ['blink menu preview menu.csv --open', 'blink menu preview menu.csv --out menu.html'],
  async (context, [file], { out, open, images, ...flags }) => {
    await refuseOverInput(out, [file]);
    const menu = await readMenuAsItIs(context, file, flags);
    const { previewOf } = await import('./shared/preview-page.ts');
    const page = await previewOf(context, menu, images);
    const path = out ?? (open || context.io.stdout.isTTY ? pathBeside(file) : undefined);
    if (path === undefined) return context.output.data(page);
    const replaced = await writePage(path, page, out !== undefined);
    await tell(context, menu, path, replaced);
    if (open) await (await import('./shared/browser.ts')).openInBrowser(context.io, path);
  },
);

function pathBeside(file: string): string {
  return file === '-' ? 'menu.html' : join(dirname(file), `${basename(file, extname(file))}.html`);
}

/**
 * Writes the page. A file that was not asked for by its name is replaced only where it is such a page.
 * @returns whether there was one before
 */
async function writePage(path: string, page: string, named: boolean): Promise<boolean> {
  const [{ readFile }, { generator }] = await Promise.all([
    import('node:fs/promises'),
    import('../../preview/document.ts'),
  ]);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (!named && before !== undefined && !before.includes(generator)) {
    throw new CliError('usage', `${path} is there already, and is no preview of a menu.`, {
      hint: 'Nothing was written. To write somewhere else: --out FILE.',
    });
  }
  await writeFile(path, page);
  return before !== undefined;
}

async function tell(
  { output }: Context,
  menu: FileOf<MenuProduct>,
  path: string,
  replaced: boolean,
): Promise<void> {
  const errors = menu.problems.filter(({ severity }) => severity === 'error').length;
  if (!output.forPeople) return output.json({ file: menu.name, page: path, replaced, problems: errors });
  const wrong = errors > 0 ? ` It shows ${plural(errors, 'problem')}.` : '';
  await output.report(`${replaced ? 'Replaced' : 'Wrote'} ${path}.${wrong}`);
}
