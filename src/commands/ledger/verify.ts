import { CliError, type Detail } from '../../errors.ts';
import { type BookName, bookPath, books, tryToRead } from '../../ledger/ledger.ts';
import type { Context } from '../../session/context.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import { damageIn } from '../shared/bulk/ledger.ts';
import { define } from '../shared/command.ts';

export default define(
  (command) => command,
  ['blink ledger verify --env local', 'blink ledger verify --env local --json'],
  async (context) => {
    const checks = bookNames.map((name) => check(context, name));
    await context.output.records(checks, columns);
    const wrong = checks.filter(({ problems }) => problems.length > 0);
    if (wrong.length === 0) return;
    throw new CliError('ledger_unusable', wrong.map(({ sentence }) => sentence).join(' '), {
      hint: '"blink ledger repair" keeps all that can be read. What is lost looks as if it was never sent.',
      details: wrong.flatMap(({ file, problems }) =>
        problems.map((problem): Detail => ({ file, ...problem })),
      ),
    });
  },
);

export const bookNames: readonly BookName[] = ['catalog', 'orders', 'tasks'];

interface Check {
  book: BookName;
  file: string;
  state: 'good' | 'damaged' | 'empty';
  lines: number;
  records: number;
  sentence: string;
  problems: { line?: number | undefined; message: string }[];
}

function check(context: Context, book: BookName): Check {
  const folder = context.target().folder;
  const { state, damages, progress, unreadable } = tryToRead(folder, book);
  const file = bookPath(folder, book);
  const records = books[book].reduce((sum, kind) => sum + (state?.records.get(kind)?.size ?? 0), 0);
  const problems = unreadable
    ? [{ message: unreadable.message }]
    : damages.map(({ line, what }) => ({ line, message: what }));
  const lines = progress?.lines ?? 0;
  return {
    book,
    file,
    state: problems.length > 0 ? 'damaged' : lines === 0 ? 'empty' : 'good',
    lines,
    records,
    sentence: unreadable?.message ?? damageIn(book, damages) ?? '',
    problems,
  };
}

const columns: readonly RecordColumn<Check>[] = [
  { key: 'book', header: 'Book', value: ({ book }) => book },
  { key: 'state', header: 'State', value: ({ state }) => state },
  { key: 'lines', header: 'Lines', value: ({ lines }) => lines, right: true },
  { key: 'records', header: 'Records', value: ({ records }) => records, right: true },
  { key: 'file', header: 'File', value: ({ file }) => file },
];
