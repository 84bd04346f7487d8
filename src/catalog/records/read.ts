import { check, matches, type Schema } from '../../contract/check.ts';
import { createCellReader } from '../cell-reader.ts';
import { type CellRules, cleanCell, Refusal } from '../cells.ts';
import type { Column } from '../columns.ts';
import { checkCount, type Grouping } from '../group.ts';
import type { Binding } from '../header.ts';
import { assemble, type Fields, type Part } from '../part.ts';
import { inRowOrder } from '../places.ts';
import { type Finding, type Path, type Problem, pathFrom, pathText, Unreadable } from '../problem.ts';
import type { Encoding } from '../readers/encoding.ts';
import { jsonLines, readJson } from '../readers/json.ts';
import { jsonText } from '../readers/json-text.ts';
import type { Source } from '../readers/source.ts';
import { readSheet, type SheetKind } from '../sheet.ts';

/** A kind of file in which each row, or each object, is one record: orders, tasks. */
export interface RecordKind<T> {
  /** The name of the list in a JSON document: `orders`. */
  list: string;
  columns: readonly Column[];
  /** The columns a CSV must have, its id first; those that every record needs unless given. */
  required?: readonly Column[];
  /** How rows make records; each row is one unless given. */
  group?: (binding: Binding, rules: CellRules) => Grouping;
  /** The record as Blink takes it, from its fields by their keys. */
  toBody(fields: Fields): unknown;
  schema: Schema<T>;
}

/** Records as read from a file. They may be sent when no problem is an error. */
export interface RecordFile<T> {
  name: string;
  records: readonly T[];
  problems: readonly Problem[];
  /** Where fields of the records stand in the operator's file, for what the server refuses. */
  locate(places: readonly { index: number; field: string }[]): Promise<Problem[]>;
  /** These records as they stand in the file, to be written out again. */
  original(indexes: readonly number[]): Promise<Rejected[]>;
}

/** A record as it stands in its file: cells by header, or the fields of an object. */
export interface Rejected {
  index: number;
  line: number | undefined;
  fields: readonly (readonly [name: string, value: unknown])[];
}

export interface RecordOptions extends CellRules {
  encoding?: Encoding | undefined;
}

/** A column of a record file: its header is also the key of its field, unless another one is given. */
export function recordColumn(name: string, kind: Column['kind'], required: boolean, key = name): Column {
  return { name, key, kind, required, level: 'record' };
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
  const findings = [
    ...sheet.findings,
    ...(sheet.findings.some(({ severity }) => severity === 'error') ? [] : findingsOf(kind, whole)),
  ];
  return {
    name: source.name,
    records: whole.flatMap(({ record }) => (record === undefined ? [] : [record])),
    problems: inRowOrder(await sheet.place(findings)),
    locate: (places) =>
      sheet.place(
        places.map(({ index, field }) => ({ severity: 'error', path: pathTo(kind, index, field) })),
      ),
    original: async (indexes) => {
      const byRow = new Map(
        indexes.flatMap((index) => rowsOf(sheet.parts[index]).map((row) => [row, index] as const)),
      );
      const found = await sheet.original(new Set(byRow.keys()));
      return found.map(({ row, line, cells }) => ({ index: byRow.get(row) ?? 0, line, fields: cells }));
    },
  };
}

/** The rows that a record was made of. */
function rowsOf(part: Part | undefined): number[] {
  return part === undefined ? [] : [part.row, ...(part.branches ?? []).map(({ row }) => row)];
}

function sheetKind({ list, columns, required, group }: RecordKind<unknown>): SheetKind {
  return {
    columns,
    required: required ?? columns.filter((column) => column.required),
    group: group ?? ((binding, rules) => eachRow(list, binding, rules)),
  };
}

/** Every row is a record of its own; blank rows are passed over. */
function eachRow(list: string, binding: Binding, rules: CellRules): Grouping {
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

interface Judged<T> {
  record: T | undefined;
  issues: ReturnType<typeof check>;
}

function judge<T>({ toBody, schema }: RecordKind<T>, fields: Fields): Judged<T> {
  const body = toBody(fields);
  return matches(schema, body)
    ? { record: body, issues: [] }
    : { record: undefined, issues: check(schema, body) };
}

function findingsOf<T>({ list }: RecordKind<T>, judged: readonly Judged<T>[]): Finding[] {
  return judged.flatMap(({ issues }, index) =>
    issues.map(({ path, expected, value }): Finding => {
      return { severity: 'error', path: [list, index, ...path], expected, value };
    }),
  );
}

function pathTo({ list }: RecordKind<unknown>, index: number, field: string): Path {
  return [list, index, ...pathFrom(field)];
}

interface Listed {
  fields: Fields;
  line: (path: Path) => number | undefined;
}

function readJsonRecords<T>(
  name: string,
  text: string,
  kind: RecordKind<T>,
  rules: CellRules,
): RecordFile<T> {
  const findings: Finding[] = [];
  const listed = listRecords(text, kind, findings);
  const judged = listed.map(({ fields }, index): Judged<T> => {
    const before = findings.length;
    const read = readFields(kind, fields, index, rules, findings);
    // What the rule of a cell refused need not be refused by the schema again.
    const refused = findings.slice(before).some(({ severity }) => severity === 'error');
    return refused ? { record: undefined, issues: [] } : judge(kind, read);
  });
  findings.push(...findingsOf(kind, judged));
  const place = (found: readonly Finding[]): Problem[] =>
    found.map(({ path, line, index: _, ...finding }) => ({
      ...finding,
      file: name,
      line: line ?? (path && listed[Number(path[1])]?.line(path)),
      field: path && pathText(path),
    }));
  return {
    name,
    records: judged.flatMap(({ record }) => (record === undefined ? [] : [record])),
    problems: place(findings),
    locate: async (places) =>
      place(places.map(({ index, field }) => ({ severity: 'error', path: pathTo(kind, index, field) }))),
    original: async (indexes) =>
      indexes.map((index) => {
        const { fields = {}, line } = listed[index] ?? {};
        return { index, line: line?.([kind.list, index]), fields: Object.entries(fields) };
      }),
  };
}

/** One document (a list, an object with the list, or a single record), or a record a line. */
function listRecords<T>(text: string, { list }: RecordKind<T>, findings: Finding[]): Listed[] {
  const whole = readJson(text);
  if (whole.value !== undefined) {
    findings.push(...whole.findings);
    const { values, pathOf } = listIn(whole.value, list);
    const paths = values.flatMap((value, index) =>
      Object.keys(Object(value)).map((key) => pathOf([list, index, key])),
    );
    const lineOf = jsonLines(text, paths);
    return values.map((value) => ({
      fields: asFields(value, findings),
      line: (path) => lineOf(pathOf(path)),
    }));
  }
  const lines = text.split('\n').map((line, i) => ({ line: i + 1, text: line.trim() }));
  const filled = lines.filter((line) => line.text !== '');
  if (filled.length < 2 || readJson(filled[0]?.text ?? '').value === undefined) {
    findings.push(...whole.findings);
    return [];
  }
  return filled.map(({ line, text: one }) => {
    const { value, findings: wrong } = readJson(one);
    findings.push(...wrong.map((finding) => ({ ...finding, line })));
    return { fields: value === undefined ? {} : asFields(value, findings), line: () => line };
  });
}

/** The records of a document, and how a path to one of them is written in it. */
function listIn(value: unknown, list: string): { values: readonly unknown[]; pathOf: (path: Path) => Path } {
  if (Array.isArray(value)) return { values: value, pathOf: (path) => path.slice(1) };
  const inner: unknown = Object(value)[list];
  if (Array.isArray(inner)) return { values: inner, pathOf: (path) => path };
  return { values: [value], pathOf: (path) => path.slice(2) };
}

function asFields(value: unknown, findings: Finding[]): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  findings.push({ severity: 'error', value, expected: 'an object for each record' });
  return {};
}

/** A text is read by the rule of its column, so that a file may say "accepted"; other values stay as they are. */
function readFields<T>(
  { list, columns }: RecordKind<T>,
  given: Fields,
  index: number,
  rules: CellRules,
  findings: Finding[],
): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(given)) {
    const column = columns.find((one) => one.name === name || one.key === name);
    const key = column?.key ?? name;
    if (typeof value !== 'string' || column === undefined) {
      fields[key] = value;
      continue;
    }
    const text = cleanCell(value);
    const read = text === '' ? value : column.kind(text, rules);
    if (read instanceof Refusal) {
      findings.push({
        severity: read.doubt === undefined ? 'error' : 'warning',
        path: [list, index, name],
        value,
        expected: read.expected,
        hint: read.hint,
      });
    }
    // A text that its rule only tidies is sent as given, to the last blank.
    fields[key] = read instanceof Refusal || read === text ? value : read;
  }
  return fields;
}
