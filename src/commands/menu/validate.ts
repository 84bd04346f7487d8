import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import type { Context } from '../../session/context.ts';
import { define } from '../shared/command.ts';
import { readFlags, readMenuAsItIs, requireRightMenu } from '../shared/reading.ts';
import { countMenu } from '../shared/words.ts';
import { refuseOverInput, writeFile } from '../shared/write-file.ts';

export default define(
  (command) =>
    readFlags(
      command.argument('<file...>', "a menu as CSV or JSON, or a till's export; - reads standard input"),
    ).option('--html <file>', 'write the sheet as a page, its wrong cells in red'),
  [
    'blink menu validate menu.csv',
    'blink menu validate menu.csv --html problems.html',
    'blink menu validate export_items.csv --variants products --skip-variable',
  ],
  async (context, [files], flags) => {
    await refuseOverInput(flags.html, files);
    const menu = await readMenuAsItIs(context, files, flags);
    if (flags.html !== undefined) await writeSheetPage(context, menu, flags.html);
    await requireRightMenu(context, menu, flags);
    if (menu.items.length === 0) {
      throw new CliError('invalid_input', `${menu.name} has no products.`, {
        hint: menu.till === undefined ? '"blink menu template" prints a file to start from.' : undefined,
      });
    }
    const counts = countMenu(menu.items);
    const warnings = menu.problems;
    if (context.output.forPeople) await context.output.report(`${menu.name} is right: ${counts.words}.`);
    else {
      const till = menu.till === undefined ? {} : { till: menu.till };
      await context.output.json({ file: menu.name, ...till, ...counts.numbers, warnings });
    }
  },
);

/** The sheet with its wrong cells; what is wrong in a file that is no sheet is listed. */
async function writeSheetPage(
  { output }: Context,
  { name, sheet, problems }: FileOf<MenuProduct>,
  path: string,
): Promise<void> {
  const { rowsToShow, sheetPage } = await import('../../preview/sheet-page.ts');
  const rows = (await sheet?.rows(rowsToShow(name, problems))) ?? [];
  await writeFile(path, sheetPage({ file: name, header: sheet?.header ?? [], rows, problems }));
  output.note(`Wrote ${path}.`);
}
