import type { MenuProduct } from '../../blink/contract/menu.ts';
import { endpoints } from '../../blink/endpoints.ts';
import { CliError } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import { type KnownMenu, knownMenu } from '../../ledger/catalog.ts';
import { diffMenus } from '../../menu/diff.ts';
import { defaultLimits } from '../../menu/limits.ts';
import type { Context } from '../../session/context.ts';
import { placeName } from '../../session/target/in-words.ts';
import { withoutCodes } from '../shared/branch-codes.ts';
import { freshFlag, type JobFlags, jitterFlag, waitForJitter } from '../shared/bulk/flags.ts';
import { beginJob } from '../shared/bulk/job.ts';
import type { WholePlan } from '../shared/bulk/plan.ts';
import { sendPlan } from '../shared/bulk/send.ts';
import { define } from '../shared/command.ts';
import { checkMenuLimits, limitFlags, limitsOf } from '../shared/limits.ts';
import { warnOfLostZeros } from '../shared/lost-zeros.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { percent, wholeNumber } from '../shared/values.ts';
import { plural } from '../shared/words.ts';
import { type ImportSummary, summaryLine, summaryText } from './shared/summary.ts';

type MenuFile = FileOf<MenuProduct>;

export default define(
  (command) =>
    readFlags(
      limitFlags(
        command
          .argument('<file...>', "a menu as CSV or JSON, or a till's export; - reads standard input")
          .option('--dry-run', 'show what would be sent, send nothing')
          .option('--force', 'send the menu even when nothing changed')
          .addOption(freshFlag)
          .addOption(jitterFlag)
          .option('--batch-size <count>', 'send this many products a request, not all in one', wholeNumber(1))
          .optionsGroup('Limits')
          .option(
            '--max-removed <percent>',
            'how many of the known products may go',
            percent,
            defaultLimits.removed,
          )
          .option(
            '--max-stripped <percent>',
            'how many of them may lose all branches or modifiers',
            percent,
            defaultLimits.stripped,
          ),
      ),
    ),
  [
    'blink menu import menu.csv --env local',
    'blink menu import menu.csv --env local --dry-run --json',
    'blink menu import menu.json --env sandbox --yes',
    'blink menu import export_items.csv --variants products --skip-variable --env local',
    'blink menu import products.csv categories.csv --name both --env local',
  ],
  async (context, [files], flags) => {
    await waitForJitter(context, flags);
    if (!flags.dryRun) context.target();
    const read = await readMenuFile(context, files, flags);
    const menu = { ...read, items: withoutCodes(context, read.items) };
    if (menu.items.length === 0) return refuseEmpty(context, menu, flags.allowEmpty ?? false);
    const use = { command: 'menu import', kind: 'menu', need: 'limits', lock: 'command' } as const;
    const job = await beginJob(context, flags, use);
    try {
      const known = knownMenu(job.state);
      await warnOfLostZeros(context, known.products, menu.items, menu.locate);
      const batchSize = flags.batchSize ?? menu.items.length;
      const summary = summaryOf(context, menu, known, batchSize);
      await show(context, summary, menu, flags);
      checkMenuLimits(known.products, menu.items, summary, limitsOf(flags));
      if (!flags.dryRun && isSame(summary) && !known.inDoubt && !flags.force) {
        return await reportNothing(context, summary);
      }
      if (!flags.dryRun && flags.batchSize !== undefined && summary.requests > 1) {
        context.output.warn(batchWarning);
      }
      await sendPlan(context, flags, await planOf(context, menu, summary, batchSize), job);
    } finally {
      await job.end();
    }
  },
);

const batchWarning =
  'Warning: Blink does not say whether a product that a request leaves out is removed. ' +
  'With more than one request, look at the menu in Blink afterwards.';

async function refuseEmpty({ output }: Context, { name }: MenuFile, allowed: boolean): Promise<void> {
  if (!allowed) {
    throw new CliError('safety_limit', `${name} has no products. Nothing was sent.`, {
      hint: 'If that is what you mean, run again with --allow-empty: there is nothing to send then.',
    });
  }
  if (output.forPeople) await output.report(`${name} has no products: nothing to do.`);
  else await output.json({ done: 0, refused: 0, unknown: 0, skipped: 0, results: [] });
}

function summaryOf(
  { profile, settings, target }: Context,
  menu: MenuFile,
  known: KnownMenu,
  batchSize: number,
): ImportSummary {
  const chosen = settings.environment && target();
  const { importedAt, products } = known;
  return {
    file: menu.name,
    profile,
    environment: settings.environment?.value ?? null,
    place: chosen ? placeName(chosen, 'ordering') : 'no environment',
    account: chosen?.credentials.username?.value ?? null,
    products: menu.items.length,
    requests: Math.ceil(menu.items.length / batchSize),
    comparedWith: importedAt === undefined ? null : new Date(importedAt).toISOString(),
    ...diffMenus(products, menu.items),
  };
}

/** Shows a person what becomes of the menu: as the result of a dry run, else as a note before the question. */
async function show(
  { output }: Context,
  summary: ImportSummary,
  { items }: MenuFile,
  { dryRun }: JobFlags,
): Promise<void> {
  if (!isShown(output)) return;
  const text = await summaryText(output, summary, items, dryRun ? 'stdout' : 'stderr');
  if (dryRun) await output.report(text);
  else output.note(text);
}

function isShown({ forPeople, quiet }: Context['output']): boolean {
  return forPeople && !quiet;
}

function isSame({ added, changed, gone }: ImportSummary): boolean {
  return added.length === 0 && changed.length === 0 && gone.length === 0;
}

async function reportNothing({ output }: Context, plan: ImportSummary): Promise<void> {
  if (output.forPeople) await output.report('Nothing to do: this menu is the one that was imported last.');
  else await output.json({ plan, done: 0, refused: 0, unknown: 0, skipped: plan.products, results: [] });
}

/** The menu to be sent, in one request unless the batches are smaller. */
async function planOf(
  { output, settings }: Context,
  menu: MenuFile,
  summary: ImportSummary,
  batchSize: number,
): Promise<WholePlan<MenuProduct>> {
  const { productsBody } = await import('../../blink/products-body.ts');
  const total = plural(menu.items.length, 'product');
  return {
    command: 'menu import',
    kind: 'menu',
    records: menu.items,
    file: menu,
    endpoint: endpoints.importMenu,
    body: (batch) => productsBody(batch, settings.stockQuantityKey.value),
    batchSize,
    list: 'products',
    idOf: ({ id }) => String(id),
    contentOf: (product) => product,
    question: `import ${total}`,
    whole: {
      summary,
      intents: isShown(output) ? undefined : [summaryLine(summary)],
      progress: (sent) => (sent === 0 ? `Sending ${total}` : `Sent ${sent} of ${total}`),
      done: (count) =>
        `Imported ${plural(count, 'product')} to ${summary.place} in ${plural(summary.requests, 'request')}.`,
    },
  };
}
