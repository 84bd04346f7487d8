import { Option } from '@commander-js/extra-typings';
import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError } from '../../errors.ts';
import type { Context } from '../../session/context.ts';
import { cleanLines, safeJson } from '../../terminal/clean.ts';
import { byteOrderMark, csvLine } from '../../terminal/csv.ts';
import { describeProblem } from '../../terminal/problem.ts';
import { define } from '../shared/command.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';

export default define(
  (command) =>
    readFlags(
      command
        .argument('<file...>', "a menu as CSV or JSON, or a till's export; - reads standard input")
        .addOption(
          new Option('--to <format>', 'what to turn it into')
            .choices(['json', 'csv'] as const)
            .makeOptionMandatory(),
        ),
    ),
  ['blink menu convert menu.csv --to json > menu.json', 'blink menu convert menu.json --to csv > menu.csv'],
  async (context, [files], { to, ...flags }) => {
    const { items } = await readMenuFile(context, files, flags);
    if (to === 'json') await writeJson(context, items);
    else await writeCsv(context, items);
  },
);

/** The request body itself, a product a line. */
async function writeJson({ output }: Context, products: readonly MenuProduct[]): Promise<void> {
  let text = '{"products":[\n';
  for (const [i, product] of products.entries()) {
    text += `${i > 0 ? ',\n' : ''}${safeJson(product)}`;
    if (text.length < chunkSize) continue;
    await output.data(text);
    text = '';
  }
  await output.data(`${text}\n]}\n`);
}

/** How much is written at once: enough to be fast, little enough to keep memory flat. */
const chunkSize = 1 << 16;

/** @throws CliError `invalid_input` naming what CSV cannot hold; nothing is written then */
export async function writeCsv({ io, output }: Context, products: readonly MenuProduct[]): Promise<void> {
  const { menuRows } = await import('../../files/kinds/menu/write-menu.ts');
  const { header, rows, problems } = menuRows(products);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new CliError(
      'invalid_input',
      'This menu does not fit into CSV without loss. Nothing was written.',
      {
        details: errors,
        hint: 'Keep it as JSON, or take these values out of it first.',
      },
    );
  }
  for (const warning of problems) output.note(`Warning: ${describeProblem(warning)}`);
  const text = byteOrderMark + [header, ...rows].map(csvLine).join('');
  await output.data(io.stdout.isTTY ? cleanLines(text) : text);
}
