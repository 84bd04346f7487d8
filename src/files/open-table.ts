import type { Finding } from '../finding.ts';
import type { ReadOptions } from './kinds/file-kind.ts';
import { Unreadable } from './problem.ts';
import type { Profile } from './profiles/profile.ts';
import { profilesFor, recognise } from './profiles/recognise.ts';
import { readAhead } from './readers/ahead.ts';
import type { Source } from './readers/source.ts';
import { openText, type Text, textOf } from './readers/text.ts';
import type { TableKind } from './sheet/table-kind.ts';
import type { Known } from './xlsx/choose-sheet.ts';
import { isWorkbook } from './xlsx/is-workbook.ts';
import type { StoredSheet } from './xlsx/library.ts';

/**
 * Opens a file that may be a workbook: the sheet that is meant, as the CSV text it would be.
 * @param profiles whose files it may be
 * @throws Unreadable when it can be neither, or when it could be several sheets
 */
export async function openTable(
  source: Source,
  kind: TableKind,
  options: ReadOptions,
  profiles = options.profiles,
): Promise<Text> {
  const ahead = await readAhead(source.open(), 4);
  if (!isWorkbook(ahead.head)) return openText(source, options.encoding, ahead);
  const [{ openWorkbook }, { chooseSheet }, { sheetText }] = await Promise.all([
    import('./xlsx/open-workbook.ts'),
    import('./xlsx/choose-sheet.ts'),
    import('./xlsx/sheet-text.ts'),
  ]);
  const sheets = await openWorkbook(ahead.chunks);
  const head = (sheet: StoredSheet) => {
    const rows = Math.min(sheet.rows, headRows);
    return textOf(source.name, sheetText({ ...sheet, rows }).chunks).head;
  };
  const { sheet, others } = await chooseSheet(sheets, options.sheet, (one) =>
    knownIn(head(one), kind, options, profiles),
  );
  const { chunks, storedAs, findings } = sheetText(sheet);
  if (chunks.length === 0) throw new Unreadable({ message: `there is nothing in sheet "${sheet.name}".` });
  const name = sheets.length > 1 ? sheet.name : undefined;
  return textOf(source.name, chunks, { name, storedAs, findings: [...leftOut(sheet, others), ...findings] });
}

/** As far down as a header may stand, and some more. */
const headRows = 50;

async function knownIn(
  head: string,
  kind: TableKind,
  options: ReadOptions,
  profiles: readonly Profile[] | undefined,
): Promise<Known> {
  try {
    const found = recognise(
      head,
      kind,
      await profilesFor(head, kind, { ...options, profiles }),
      options.format,
    );
    const { findings, columns } = found.table.bind(found.layout, found.kind, options);
    if (columns.length === 0) return 'not';
    return findings.some(({ severity }) => severity === 'error') ? 'partly' : 'well';
  } catch (error) {
    if (error instanceof Unreadable) return 'not';
    throw error;
  }
}

function leftOut({ name }: StoredSheet, others: readonly StoredSheet[]): Finding[] {
  if (others.length === 0) return [];
  const names = others.map((other) => `"${other.name}"${other.isHidden ? ' (hidden)' : ''}`);
  const message = `only the sheet "${name}" is read, not ${new Intl.ListFormat('en').format(names)}.`;
  return [{ severity: 'warning', message }];
}
