import { type Finding, pathFrom } from '../finding.ts';
import { assemble, type Draft, draftAt } from './drafts/draft.ts';
import { bodyOf, type CheckedItem, checkBody } from './kinds/check-item.ts';
import type { FileKind, FileOf, ReadOptions } from './kinds/file-kind.ts';
import type { Problem } from './problem.ts';
import { readSet } from './profiles/read-set.ts';
import type { Text } from './readers/text.ts';
import { originalRows, rowsAt } from './sheet/original-rows.ts';
import { inRowOrder, placeFindings } from './sheet/place-findings.ts';
import type { Sheet } from './sheet/sheet.ts';

/** Items from the CSV files of one menu, one stock … @param texts the files, in any order */
export async function readCsv<T>(
  texts: readonly [Text, ...Text[]],
  kind: FileKind<T>,
  options: ReadOptions,
): Promise<FileOf<T>> {
  const { sheet, till, findings: joined, problems: elsewhere } = await readSet(texts, kind, options);
  const others = await kind.complete?.(sheet.drafts, options);
  const checked = sheet.drafts.map((draft) => checkDraft(draft, kind));
  const items = checked.map(({ item }) => item);
  const findings = [
    ...sheet.findings,
    ...joined,
    ...(others?.findings ?? []),
    ...(kind.compare?.drafts(sheet.drafts, items) ?? []),
  ];
  const placed = await placeFindings(sheet, [...findings, ...issuesOf(checked, sheet, kind)]);
  const problems = placed.slice(0, findings.length);
  const told = new Set(problems.filter(({ severity }) => severity === 'error').map(cellOf));
  const isNews = (issue: Problem) =>
    !told.has(cellOf(issue)) && (sheet.headerIsRight || issue.column !== undefined);
  const issues = placed.slice(findings.length).filter(isNews);
  const all = [...inRowOrder([...problems, ...issues]), ...elsewhere, ...(others?.problems ?? [])];
  return {
    name: sheet.name,
    till,
    lacking: others?.lacking,
    items: items.filter((item) => item !== undefined),
    problems: lostItems(sheet, items, eachOnce(all)),
    locate: (places) =>
      placeFindings(
        sheet,
        places.map(({ index, field }) => {
          return { severity: 'error', path: [kind.list, index, ...pathFrom(field)] };
        }),
      ),
    original: (indexes) => originalRows(sheet, indexes),
    asFarAsRead: () => sheet.drafts.map(({ fields }) => fields),
    sheet: { header: sheet.layout.header, rows: (wanted) => rowsAt(sheet, wanted) },
  };
}

/** A cell that several of our fields are made of is wrong once. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** A last guard: no item is lost without an error that says so. */
function lostItems({ name, drafts }: Sheet, items: readonly unknown[], problems: Problem[]): Problem[] {
  const lost = items.indexOf(undefined);
  if (lost < 0 || problems.some(({ severity }) => severity === 'error')) return problems;
  const message = 'it could not be read, and nothing says why: please report it, with this row.';
  return [...problems, { severity: 'error', file: name, row: drafts[lost]?.row, message }];
}

function checkDraft<T>(draft: Draft, kind: FileKind<T>): CheckedItem<T> {
  const fields: unknown = assemble(draft);
  if (!kind.isItem) return checkBody(kind.schema, bodyOf(kind, draft.fields));
  return { item: kind.isItem(fields, draft) ? fields : undefined, issues: [] };
}

/** What the schema does not allow. A field that was refused, or is to be decided, is there without a value: it was told. */
function issuesOf<T>(
  checked: readonly CheckedItem<T>[],
  { drafts }: Sheet,
  { list }: FileKind<T>,
): Finding[] {
  return checked.flatMap(({ issues }, index) =>
    issues.flatMap(({ path, expected, value }): Finding[] => {
      const { draft, key = '' } = draftAt(drafts, [list, index, ...path]) ?? {};
      const wasTold = draft !== undefined && key in draft.fields && draft.fields[key] === undefined;
      return wasTold ? [] : [{ severity: 'error', path: [list, index, ...path], expected, value }];
    }),
  );
}

/** What tells one cell from another: what was refused in it is not to be missed as well. */
function cellOf({ row, column, field }: Problem): string {
  return `${row} ${column ?? field}`;
}
