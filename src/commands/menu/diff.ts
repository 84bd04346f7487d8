import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import { knownMenu } from '../../ledger/catalog.ts';
import { diffMenus, type MenuDiff } from '../../menu/diff.ts';
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
        .argument('[other]', 'the menu it would replace; the last import where none is given')
        .option('--markdown', 'what changes as Markdown, for a chat'),
    ),
  ['blink menu diff menu.csv --env local', 'blink menu diff new.csv old.csv --markdown'],
  async (context, [file, other], flags) => {
    if (flags.markdown && !context.output.forPeople) {
      throw new CliError('usage', '--markdown is a format of its own: leave out --json and --output.');
    }
    const how = { ...flags, isBeside: other !== undefined };
    const { name, items: products, locate } = await readMenuFile(context, file, how);
    const before =
      other === undefined ? lastImport(context) : (await readMenuFile(context, other, how)).items;
    if (other === undefined) await warnOfLostZeros(context, before, products, locate);
    const diff = diffMenus(before, products);
    await show(context, name, diff, flags.markdown === true);
  },
);

async function show({ output }: Context, file: string, diff: MenuDiff, markdown: boolean): Promise<void> {
  if (output.format === 'json') return output.json(diff);
  const rows = changeRows(diff);
  if (!output.forPeople) return output.records(rows, changeColumns);
  if (rows.length === 0) return output.report('Nothing changes.');
  const { diffMarkdown, diffText } = await import('./shared/diff-text.ts');
  const text = markdown
    ? diffMarkdown(file, diff)
    : await diffText(file, diff, await output.style('stdout'), output.width('stdout'));
  await output.data(`${text}\n`);
}

/** The menu as Blink has it, as far as it was told from here. */
function lastImport(context: Context): readonly MenuProduct[] {
  const { environment } = context.target().place;
  const { importedAt, products } = knownMenu(ledgerState(context, { kind: 'menu' }));
  if (importedAt !== undefined) return products;
  throw new CliError('usage', `No menu was imported to ${environment} from here yet.`, {
    hint: 'Give a second file to compare with: blink menu diff new.csv old.csv',
  });
}
