import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import { knownMenu } from '../../ledger/catalog.ts';
import { diffMenus } from '../../menu/diff.ts';
import type { Context } from '../../session/context.ts';
import { ledgerState } from '../shared/bulk/ledger.ts';
import { define } from '../shared/command.ts';
import { warnOfLostZeros } from '../shared/lost-zeros.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { changeColumns, changeRows } from './shared/summary.ts';

export default define(
  (command) =>
    readFlags(
      command
        .argument('<file>', "a menu as CSV or JSON, or a till's export; - reads standard input")
        .argument('[other]', 'the menu it would replace; the last import where none is given'),
    ),
  ['blink menu diff menu.csv --env local', 'blink menu diff new.csv old.csv'],
  async (context, [file, other], flags) => {
    const { items: products, locate } = await readMenuFile(context, file, flags);
    const before =
      other === undefined ? lastImport(context) : (await readMenuFile(context, other, flags)).items;
    if (other === undefined) await warnOfLostZeros(context, before, products, locate);
    const diff = diffMenus(before, products);
    if (context.output.format === 'json') return context.output.json(diff);
    const rows = changeRows(diff);
    if (rows.length > 0 || !context.output.forPeople) return context.output.records(rows, changeColumns);
    await context.output.report('Nothing changes.');
  },
);

/** The menu as Blink has it, as far as it was told from here. */
function lastImport(context: Context): readonly MenuProduct[] {
  const { environment } = context.target().place;
  const { importedAt, products } = knownMenu(ledgerState(context, { kind: 'menu' }));
  if (importedAt !== undefined) return products;
  throw new CliError('usage', `No menu was imported to ${environment} from here yet.`, {
    hint: 'Give a second file to compare with: blink menu diff new.csv old.csv',
  });
}
