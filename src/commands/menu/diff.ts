import { diffMenus } from '../../catalog/diff.ts';
import { jobFolder } from '../../config/paths.ts';
import { requireEnvironment } from '../../config/settings.ts';
import type { Context } from '../../context.ts';
import type { MenuProduct } from '../../contract/menu.ts';
import { CliError } from '../../errors.ts';
import { readLastImport } from '../../sync/last-import.ts';
import { define } from '../command.ts';
import { readFlags, readMenuFile } from '../reading.ts';
import { changeColumns, changeRows } from './plan.ts';

export default define(
  (command) =>
    readFlags(
      command
        .argument('<file>', 'a menu as CSV or JSON; - reads standard input')
        .argument('[other]', 'the menu it would replace; the last import where none is given'),
    ),
  ['blink menu diff menu.csv --env local', 'blink menu diff new.csv old.csv'],
  async (context, [file, other], flags) => {
    const { products } = await readMenuFile(context, file, flags);
    const before =
      other === undefined ? lastImport(context) : (await readMenuFile(context, other, flags)).products;
    const diff = diffMenus(before, products);
    if (context.output.format === 'json') return context.output.json(diff);
    const rows = changeRows(diff);
    if (rows.length > 0 || !context.output.forPeople) return context.output.records(rows, changeColumns);
    await context.output.report('Nothing changes.');
  },
);

function lastImport({ folders, output, settings }: Context): readonly MenuProduct[] {
  const environment = requireEnvironment(settings);
  const folder = jobFolder(folders.state, settings.profile.value, environment);
  const last = readLastImport(folder, (message) => output.warn(message));
  if (last) return last.products;
  throw new CliError('usage', `No menu was imported to ${environment} from here yet.`, {
    hint: 'Give a second file to compare with: blink menu diff new.csv old.csv',
  });
}
