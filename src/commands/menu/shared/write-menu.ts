import type { MenuProduct } from '../../../blink/contract/menu.ts';
import { CliError } from '../../../errors.ts';
import type { Problem } from '../../../files/problem.ts';
import type { Context } from '../../../session/context.ts';
import { cleanLines, safeJson } from '../../../terminal/clean.ts';
import { byteOrderMark, csvLine } from '../../../terminal/csv.ts';
import { describeProblem } from '../../../terminal/problem.ts';

/** What a menu may be written as. */
export const forms = ['json', 'csv', 'xlsx'] as const;

export type Form = (typeof forms)[number];

/** The form that the name of a file asks for. */
export function formByEnding(path: string | undefined): Form | undefined {
  return forms.find((form) => path?.toLowerCase().endsWith(`.${form}`));
}

/** @throws CliError `invalid_input` naming what the form cannot hold; nothing is written then */
export async function writeMenu(
  context: Context,
  form: Form,
  products: readonly MenuProduct[],
): Promise<void> {
  if (form === 'json') return context.output.whole(() => writeJson(context, products));
  if (form === 'csv') await writeCsv(context, products);
  else await writeWorkbook(context, products);
}

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

async function writeCsv(context: Context, products: readonly MenuProduct[]): Promise<void> {
  const { header, rows } = await rowsOf(context, products, 'CSV');
  const text = byteOrderMark + [header, ...rows].map(csvLine).join('');
  await context.output.data(context.io.stdout.isTTY ? cleanLines(text) : text);
}

async function writeWorkbook(context: Context, products: readonly MenuProduct[]): Promise<void> {
  const { menuWorkbook, tooMuchForExcel } = await import('../../../files/xlsx/write-sheet.ts');
  const { header, rows } = await rowsOf(context, products, 'a workbook');
  refuseLoss(tooMuchForExcel(header, rows), 'a workbook');
  await context.output.bytes(await menuWorkbook(header, rows));
}

async function rowsOf({ output }: Context, products: readonly MenuProduct[], form: string) {
  const { menuRows } = await import('../../../files/kinds/menu/write-menu.ts');
  const { header, rows, problems } = menuRows(products);
  refuseLoss(problems, form);
  for (const warning of problems) output.note(`Warning: ${describeProblem(warning)}`);
  return { header, rows };
}

function refuseLoss(problems: readonly Problem[], form: string): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new CliError(
    'invalid_input',
    `This menu does not fit into ${form} without loss. Nothing was written.`,
    {
      details: errors,
      hint: 'Keep it as JSON, or take these values out of it first.',
    },
  );
}
