import type { Finding } from '../../finding.ts';
import { withDefaults } from '../drafts/defaults.ts';
import type { FileKind, ReadOptions } from '../kinds/file-kind.ts';
import { type Problem, Unreadable } from '../problem.ts';
import type { Text } from '../readers/text.ts';
import { inRowOrder, placeFindings } from '../sheet/place-findings.ts';
import { readSheet } from '../sheet/read-sheet.ts';
import type { Sheet } from '../sheet/sheet.ts';
import type { TableKind } from '../sheet/table-kind.ts';
import { refuseIdleFlags } from './idle-flags.ts';
import type { Recognised } from './profile.ts';
import { profilesFor, recognise } from './recognise.ts';

/** The files of one menu, one stock … put together. */
export interface SheetSet {
  /** The file that has the items. */
  sheet: Sheet;
  /** Whose export it is; undefined for our own. */
  till: string | undefined;
  /** What is wrong between the files. */
  findings: readonly Finding[];
  /** What is wrong in the other files. */
  problems: readonly Problem[];
}

interface ReadFile {
  found: Recognised;
  sheet: Sheet;
}

/**
 * Reads the CSV files of a set, each as the table it is.
 * @throws Unreadable when one of them has no header that is known
 */
export async function readSet(
  texts: readonly [Text, ...Text[]],
  kind: FileKind<unknown>,
  options: ReadOptions,
): Promise<SheetSet> {
  const known = withDefaults(kind, options);
  const problems: Problem[] = [];
  const files: ReadFile[] = [];
  for (const text of texts) {
    const found = await recognised(text, known, options);
    if (found) files.push({ found, sheet: await readSheet(text, found, options) });
    else problems.push(noPart(text.name));
  }
  const main = files.find(({ found: { profile, table } }) => table === profile.tables[0]);
  if (!main) throw withoutItems(files, kind);
  const { profile } = main.found;
  if (profile.idle) refuseIdleFlags(options, profile.idle.flags, profile.idle.why);
  const others = files.filter((file) => file !== main);
  // Of two files with the same table only one can be meant, and nobody knows which.
  const firstLike = (file: ReadFile) => files.find(({ found }) => found.table === file.found.table) ?? file;
  const isPart = (file: ReadFile) => file.found.profile === profile && firstLike(file) === file;
  const members = others.filter((file) => profile.join && isPart(file));
  for (const { sheet } of members) for (const draft of sheet.drafts) draft.sheet = sheet;
  const sheets = profile.tables.map((table) => members.find(({ found }) => found.table === table)?.sheet);
  const joined = profile.join?.(main.sheet, sheets, options);
  problems.push(...(joined?.problems ?? []));
  for (const other of others) {
    if (members.includes(other)) problems.push(...(await problemsIn(other.sheet)));
    else problems.push(noMember(other.sheet, firstLike(other).sheet, main.sheet));
  }
  return { sheet: main.sheet, till: profile.title, findings: joined?.findings ?? [], problems };
}

/** What is wrong in a file by itself, from its first row to its last. */
export async function problemsIn(sheet: Sheet): Promise<Problem[]> {
  return inRowOrder(await placeFindings(sheet, sheet.findings));
}

/** @returns undefined for a file of a folder that is not known: people keep all sorts of things in them */
async function recognised(
  { head }: Text,
  kind: TableKind,
  options: ReadOptions,
): Promise<Recognised | undefined> {
  try {
    return recognise(head, kind, await profilesFor(head, kind, options), options.format);
  } catch (error) {
    if (error instanceof Unreadable && options.isFolder) return undefined;
    throw error;
  }
}

function noPart(file: string): Problem {
  return {
    severity: 'warning',
    file,
    message: 'it does not belong to the others in this folder and is left out.',
  };
}

/** @param twin the first file that has the same columns: another one where there are two */
function noMember(sheet: Sheet, twin: Sheet, main: Sheet): Problem {
  const message =
    twin === sheet
      ? `it does not belong to ${main.name}: give one of them.`
      : `it has the columns of ${twin.name}, and only one of the two can be meant: leave the other out.`;
  return { severity: 'error', file: sheet.name, message };
}

function withoutItems([, ...more]: readonly ReadFile[], { list }: FileKind<unknown>): Unreadable {
  const seen = more.length > 0 ? 'none of these files has' : 'it has no';
  return new Unreadable({ message: `${seen} ${list}: give the file that has them too.` });
}
