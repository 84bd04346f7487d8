import { existsSync } from 'node:fs';
import { type BookName, bookPath, tryToRead } from '../ledger/ledger.ts';
import { type Check, failed, ok, skipped } from './check.ts';
import { flagsTo, targetOf } from './patient.ts';

const books: readonly BookName[] = ['catalog', 'orders', 'tasks'];

export const ledgerCheck: Check = {
  id: 'ledger',
  title: 'Record of what was sent',
  look(patient) {
    const target = targetOf(patient);
    if (target === undefined) return skipped('no environment is chosen');
    const { environment, profile } = target.place;
    if (!books.some((book) => existsSync(bookPath(target.folder, book))))
      return ok('nothing was sent from here yet');
    const wrong = books.flatMap((book) => {
      const { damages, unreadable } = tryToRead(target.folder, book);
      if (unreadable) throw unreadable;
      return damages.map(({ line, what }) => `${book}: ${line === undefined ? '' : `line ${line} `}${what}`);
    });
    if (wrong.length === 0) return ok('whole');
    const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : '';
    return failed(`${wrong[0]}${more}`, `blink ledger repair ${flagsTo(environment, profile)}`);
  },
};
