import { createCellReader, type ReadingRules } from './cells/cell-reader.ts';
import type { CellRules } from './cells/cells.ts';
import { readJsonRecords } from './json-records.ts';
import { findingsOf, judge, pathTo } from './kinds/judge.ts';
import type { RecordFile, RecordKind } from './kinds/kind.ts';
import { checkCount, type Grouping } from './kinds/menu/group.ts';
import { assemble, type Part, rowsOf } from './kinds/menu/part.ts';
import { type Problem, Unreadable } from './problem.ts';
import type { Encoding } from './readers/encoding.ts';
import { jsonText } from './readers/json-text.ts';
import type { Source } from './readers/source.ts';
import type { Binding } from './sheet/header.ts';
import { inRowOrder } from './sheet/places.ts';
import { readSheet, type SheetKind } from './sheet/sheet.ts';

export interface RecordOptions extends CellRules {
  encoding?: Encoding | undefined;
}

/**
 * Reads records from CSV, JSON or NDJSON and checks all of them.
 * @throws CliError when the file cannot be opened or read
 */
export async function readRecords<T>(
  source: Source,
  kind: RecordKind<T>,
  options: RecordOptions = {},
): Promise<RecordFile<T>> {
  try {
    const text = await jsonText(source, options.encoding);
    return text === undefined
      ? await readCsv(source, kind, options)
      : readJsonRecords(source.name, text, kind, options);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { path: _, index: __, ...problem } = { ...error.finding, file: source.name };
    return {
      name: source.name,
      records: [],
      problems: [problem],
      locate: async () => [],
      original: async () => [],
    };
  }
}

async function readCsv<T>(
  source: Source,
  kind: RecordKind<T>,
  options: RecordOptions,
): Promise<RecordFile<T>> {
  const sheet = await readSheet(source, sheetKind(kind), options, options.encoding);
  const whole = sheet.parts.map((part) => judge(kind, assemble(part)));
  const problems = await sheet.place(sheet.findings);
  const told = new Set(problems.filter(({ severity }) => severity === 'error').map(cellOf));
  const issues = await sheet.place(findingsOf(kind, whole));
  const isNews = (issue: Problem) =>
    !told.has(cellOf(issue)) && (sheet.headerIsRight || issue.column !== undefined);
  return {
    name: source.name,
    records: whole.flatMap(({ record }) => (record === undefined ? [] : [record])),
    problems: inRowOrder([...problems, ...issues.filter(isNews)]),
    locate: (places) =>
      sheet.place(
        places.map(({ index, field }) => ({ severity: 'error', path: pathTo(kind, index, field) })),
      ),
    original: async (indexes) => {
      const byRow = new Map(
        indexes.flatMap((index) => {
          const part = sheet.parts[index];
          return part ? [...rowsOf(part)].map((row) => [row, index] as const) : [];
        }),
      );
      const found = await sheet.original(new Set(byRow.keys()));
      return found.map(({ row, line, cells }) => ({ index: byRow.get(row) ?? 0, line, fields: cells }));
    },
  };
}

/** What tells one cell from another: what was refused in it is not to be missed as well. */
function cellOf({ row, column, field }: Problem): string {
  return `${row} ${column ?? field}`;
}

function sheetKind({ list, columns, required, group }: RecordKind<unknown>): SheetKind {
  return {
    columns,
    required: required ?? columns.filter((column) => column.required),
    group: group ?? ((binding, rules) => eachRow(list, binding, rules)),
  };
}

/** Every row is a record of its own; blank rows are passed over. */
function eachRow(list: string, binding: Binding, rules: ReadingRules): Grouping {
  const { findings } = binding;
  const parts: Part[] = [];
  const reader = createCellReader(rules, findings);
  return {
    add(cells, row) {
      if (cells.every((cell) => cell.trim() === '')) return;
      checkCount(parts.length, list, row);
      const part: Part = { level: 'record', row, fields: {} };
      reader.fill(part, binding.columns, cells, row);
      for (const { column, index } of binding.columns) {
        if (!column.required || column.key in part.fields) continue;
        findings.push({ severity: 'error', row, index, expected: `a value: each of the ${list} needs one` });
      }
      parts.push(part);
    },
    finish: () => ({ parts, findings }),
  };
}
