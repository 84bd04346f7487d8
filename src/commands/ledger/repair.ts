import { CliError } from '../../errors.ts';
import { summaryLines } from '../../ledger/compaction.ts';
import { type BookName, bookPath, books, openLedger, tryToRead } from '../../ledger/ledger.ts';
import { timestampAt } from '../../ledger/timestamp.ts';
import type { Context } from '../../session/context.ts';
import { copyAside } from '../../storage/files.ts';
import { define } from '../shared/command.ts';
import { plural } from '../shared/words.ts';
import { bookNames } from './verify.ts';

export default define(
  (command) => command.option('--dry-run', 'say what would be repaired, change nothing'),
  ['blink ledger repair --env local', 'blink ledger repair --env local --dry-run'],
  async (context, _, { dryRun }) => {
    const damaged = bookNames.filter((name) => isDamaged(context, name));
    const repaired: { book: BookName; copy?: string; lost: number }[] = [];
    for (const book of damaged) repaired.push(await repair(context, book, dryRun ?? false));
    if (!context.output.forPeople) return context.output.json({ dryRun: dryRun ?? false, repaired });
    for (const { book, lost, copy } of repaired) {
      const lines = lost === 0 ? 'No line was lost' : `${plural(lost, 'line')} can't be read`;
      const kept = copy === undefined ? '' : `, the old book is kept as ${copy}`;
      await context.output.report(`${dryRun ? 'To repair' : 'Repaired'}: ${book}. ${lines}${kept}.`);
    }
    if (repaired.length === 0) await context.output.report('Nothing to repair.');
  },
);

function isDamaged(context: Context, name: BookName): boolean {
  return tryToRead(context.target().folder, name).damages.length > 0;
}

/** Makes a book anew of what can be read, and keeps the old one beside it. */
async function repair(context: Context, book: BookName, dryRun: boolean) {
  const folder = context.target().folder;
  const path = bookPath(folder, book);
  const { damages } = tryToRead(folder, book);
  if (damages.some(({ newer }) => newer)) {
    throw new CliError('ledger_unusable', `The ledger of ${book} was written by a newer version of blink.`, {
      hint: 'Update blink: this version can read it only in part, and would lose the rest.',
    });
  }
  const lost = damages.filter(({ line }) => line !== undefined).length;
  if (dryRun) return { book, lost };
  const [kind] = books[book];
  const ledger = await openLedger(folder, kind);
  try {
    const copy = await copyAside(path);
    await ledger.book.rewrite(() => summaryLines(ledger, timestampAt(context.now())));
    return { book, lost, ...(copy && { copy }) };
  } finally {
    await ledger.book.close(false);
  }
}
