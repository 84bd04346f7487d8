import type { MenuProduct } from '../../blink/contract/menu.ts';
import { endpoints } from '../../blink/endpoints.ts';
import { type RunReport, totals } from '../../bulk/report.ts';
import { CliError, type Detail } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import { type KnownMenu, knownMenu } from '../../ledger/catalog.ts';
import { diffMenus } from '../../menu/diff.ts';
import { defaultLimits } from '../../menu/limits.ts';
import type { Context } from '../../session/context.ts';
import { placeName, requestUrl } from '../../session/place.ts';
import { withoutCodes } from '../shared/branch-codes.ts';
import { bulkError, reportBulk } from '../shared/bulk-report.ts';
import { define } from '../shared/command.ts';
import { confirmEverywhere } from '../shared/confirm.ts';
import { freshFlag, jitterFlag, spread } from '../shared/job.ts';
import { checkMenuLimits, type LimitFlags, limitFlags, limitsOf } from '../shared/limits.ts';
import { warnOfLostZeros } from '../shared/lost-zeros.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { keepRejected } from '../shared/record-result.ts';
import { percent, wholeNumber } from '../shared/values.ts';
import { plural } from '../shared/words.ts';
import { endRun, inJob } from '../shared/work.ts';
import { type Plan, planLine, planText } from './shared/plan.ts';
import { upload } from './shared/upload.ts';

type MenuFile = FileOf<MenuProduct>;

export default define(
  (command) =>
    readFlags(
      limitFlags(
        command
          .argument('<file>', 'a menu as CSV or JSON; - reads standard input')
          .option('--dry-run', 'show what would be sent, send nothing')
          .option('--force', 'send the menu even when nothing changed')
          .addOption(freshFlag)
          .addOption(jitterFlag)
          .option('--batch-size <count>', 'send this many products a request, not all in one', wholeNumber(1))
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
  ],
  async (context, [file], flags) => {
    await spread(context, flags);
    if (!flags.dryRun) context.target();
    const read = await readMenuFile(context, file, flags);
    const menu = { ...read, items: withoutCodes(context, read.items) };
    if (menu.items.length === 0) return refuseEmpty(context, menu, flags.allowEmpty ?? false);
    const job = { name: 'menu import', input: 'menu', kind: 'menu', need: 'limits' } as const;
    await inJob(context, flags, job, async (work) => {
      const known = knownMenu(work.state);
      await warnOfLostZeros(context, known.products, menu.items, menu.locate);
      const plan = planOf(context, menu, known, flags.batchSize ?? menu.items.length);
      if (flags.dryRun) return showDryRun(context, plan, menu, known, flags);
      if (!(await isToBeSent(context, plan, menu, known, flags))) return;
      const batchSize = flags.batchSize ?? menu.items.length;
      const { run, notes } = await upload(context, menu.items, batchSize, flags.fresh ?? false, work);
      await endRun(notes, await report(context, plan, menu, run));
    });
  },
);

interface ImportFlags extends LimitFlags {
  force?: true | undefined;
  batchSize?: number | undefined;
}

/** Shows the plan, stops it where it goes too far, and asks. False where there is nothing to do. */
async function isToBeSent(
  context: Context,
  plan: Plan,
  menu: MenuFile,
  known: KnownMenu,
  flags: ImportFlags,
): Promise<boolean> {
  const { output } = context;
  const shown = output.forPeople && !output.quiet;
  if (shown) output.note(await planText(output, plan, menu.items, 'stderr'));
  checkMenuLimits(known.products, menu.items, plan, limitsOf(flags));
  if (isSame(plan) && !known.inDoubt && !flags.force) {
    await reportNothing(context, plan);
    return false;
  }
  if (flags.batchSize !== undefined && plan.requests > 1) output.warn(batchWarning);
  // Before the question: nobody is asked about what cannot be sent for want of a login.
  await context.api.ordering();
  await confirmEverywhere(context, {
    what: `import ${plural(plan.products, 'product')}`,
    service: 'ordering',
    each: shown ? [] : [planLine(plan)],
  });
  return true;
}

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

function planOf(
  { profile, settings, target }: Context,
  menu: MenuFile,
  known: KnownMenu,
  batchSize: number,
): Plan {
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

function isSame({ added, changed, gone }: Plan): boolean {
  return added.length === 0 && changed.length === 0 && gone.length === 0;
}

/** What would be sent. It is stopped where the import would be. */
async function showDryRun(
  context: Context,
  plan: Plan,
  menu: MenuFile,
  known: KnownMenu,
  flags: ImportFlags,
): Promise<void> {
  const { output, settings } = context;
  if (output.forPeople) await output.report(await planText(output, plan, menu.items, 'stdout'));
  checkMenuLimits(known.products, menu.items, plan, limitsOf(flags));
  if (output.forPeople) {
    await output.report(`\nDry run: nothing was sent. It would be ${plural(plan.requests, 'request')}.`);
    return;
  }
  const { menuBody } = await import('../../blink/ordering.ts');
  const { method } = endpoints.importMenu;
  const url = requestUrl(context, endpoints.importMenu);
  const requests = batches(menu.items, flags.batchSize ?? menu.items.length).map((batch) => ({
    method,
    url,
    body: menuBody(batch, settings.stockQuantityKey.value),
  }));
  await output.json({ dryRun: true, plan, requests });
}

function batches(products: readonly MenuProduct[], size: number): (readonly MenuProduct[])[] {
  return Array.from({ length: Math.ceil(products.length / size) }, (_, i) =>
    products.slice(i * size, (i + 1) * size),
  );
}

async function reportNothing({ output }: Context, plan: Plan): Promise<void> {
  if (output.forPeople) await output.report('Nothing to do: this menu is the one that was imported last.');
  else await output.json({ plan, done: 0, refused: 0, unknown: 0, skipped: plan.products, results: [] });
}

/** @returns the error where anything was not done */
async function report(
  context: Context,
  plan: Plan,
  menu: MenuFile,
  run: RunReport,
): Promise<CliError | undefined> {
  const done = totals(run.outcomes).done + run.earlier.size;
  const { good } = await context.output.style('stdout');
  const words = `${good('✓')} Imported ${plural(done, 'product')} to ${plan.place} in ${plural(plan.requests, 'request')}.`;
  // Where all of it was refused, the file itself is what there is to mend.
  const rejectFile = done > 0 ? await keepRejected(context, menu, run) : undefined;
  const more = { plan, ...(rejectFile && { rejectFile }) };
  await reportBulk(context.output, run, { words: done > 0 ? words : undefined, more });
  const places = await menu.locate(run.refusals);
  const details = run.refusals.map(({ message }, i): Detail => {
    const { file, row, line, column, field } = places[i] ?? {};
    return { file, row, line, column, field, message };
  });
  return bulkError(run, { details, rejectFile, mendIn: menu.name, resumable: true });
}
