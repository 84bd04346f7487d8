import type { Issue } from '../blink/contract/check.ts';
import { type CellRules, cleanCell, isNumber, Refusal, readCell } from './cells/cells.ts';
import { decide, type Witness, witnessFor, witnessNumber } from './cells/convention.ts';
import { findingsOf, type Judged, judge, pathTo } from './kinds/judge.ts';
import type { RecordFile, RecordKind } from './kinds/kind.ts';
import { checkJson, jsonRules } from './kinds/menu/json-checks.ts';
import { type JsonShape, recordShape } from './kinds/menu/json-shape.ts';
import type { Fields } from './kinds/menu/part.ts';
import { type Finding, mostFindings, type Path, type Problem, pathText } from './problem.ts';
import { jsonLines, readJson } from './readers/json.ts';

interface Listed {
  fields: Fields;
  line: (path: Path) => number | undefined;
}

/** Reads records from a JSON document or from NDJSON. @param name of the file, for its problems */
export function readJsonRecords<T>(
  name: string,
  text: string,
  kind: RecordKind<T>,
  rules: CellRules,
): RecordFile<T> {
  const findings: Finding[] = [];
  const listed = listRecords(text, kind, findings);
  const witness = witnessOf(listed, kind, rules);
  const decision = witness && decide(witness);
  const told = { ...rules, shown: decision?.shown };
  const shape = recordShape(kind.list, kind.columns);
  const checks = jsonRules(rules);
  const judged = listed.map(({ fields }, index): Judged<T> => {
    if (findings.length > mostFindings) return { record: undefined, issues: [] };
    const at = [kind.list, index];
    const read = readFields(shape, fields, at, told);
    const checked = checkJson(shape, fields, at, checks);
    const seen = new Set(read.findings.map(({ path }) => pathText(path ?? [])));
    const found = [
      ...read.findings,
      ...checked.findings.filter(({ path }) => !seen.has(pathText(path ?? []))),
    ];
    findings.push(...found);
    const { record, issues } = judge(kind, read.fields);
    const isNews = ({ path: [key = '', ...below] }: Issue) =>
      !read.refused.has(String(key)) && !checked.told.has(pathText([...at, key, ...below]));
    const isRight = found.every(({ severity }) => severity !== 'error');
    return { record: isRight ? record : undefined, issues: issues.filter(isNews) };
  });
  findings.push(...(decision?.findings ?? []));
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
    problems: place(findings).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
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

/** What the numbers in quotes show of how they are written; JSON's own numbers leave nothing open. */
function witnessOf<T>(
  listed: readonly Listed[],
  { list, columns }: RecordKind<T>,
  rules: CellRules,
): Witness | undefined {
  const witness = witnessFor(rules);
  if (witness === undefined) return undefined;
  const numbers = columns.filter(({ kind }) => isNumber(kind));
  listed.forEach(({ fields }, index) => {
    for (const { key, kind } of numbers) {
      const text = fields[key];
      if (typeof text !== 'string') continue;
      witnessNumber(witness, { text, path: [list, index, key] }, readCell(kind, cleanCell(text), rules));
    }
  });
  return witness;
}

/** A text is read by the rule of its column, so that a file may say "accepted"; other values stay as they are. */
function readFields(
  shape: JsonShape,
  given: Fields,
  path: Path,
  rules: CellRules,
): { fields: Fields; findings: Finding[]; refused: Set<string> } {
  const fields: Fields = {};
  const refused = new Set<string>();
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(given)) {
    const column = shape.fields.get(name);
    const key = column?.key ?? name;
    if (typeof value !== 'string' || column === undefined) {
      fields[key] = value;
      continue;
    }
    const text = cleanCell(value);
    const read = text === '' ? value : readCell(column.kind, text, rules);
    if (read instanceof Refusal) {
      const { expected, hint, doubt } = read;
      const severity = doubt === undefined ? 'error' : 'warning';
      findings.push({ severity, path: [...path, name], value, expected, hint });
      if (doubt === undefined) refused.add(key);
    }
    // A text that its rule only tidies is sent as given, to the last blank.
    fields[key] = read instanceof Refusal || read === text ? value : read;
  }
  return { fields, findings, refused };
}
