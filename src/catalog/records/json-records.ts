import { type CellRules, cleanCell, isNumber, Refusal, readCell } from '../cells.ts';
import { decide, type Witness, witnessFor, witnessNumber } from '../convention.ts';
import type { Fields } from '../part.ts';
import { type Finding, type Path, type Problem, pathText } from '../problem.ts';
import { jsonLines, readJson } from '../readers/json.ts';
import { findingsOf, type Judged, judge, pathTo } from './judge.ts';
import type { RecordFile, RecordKind } from './kind.ts';

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
  const judged = listed.map(({ fields }, index): Judged<T> => {
    const before = findings.length;
    const read = readFields(kind, fields, index, told, findings);
    // What the rule of a cell refused need not be refused by the schema again.
    const refused = findings.slice(before).some(({ severity }) => severity === 'error');
    return refused ? { record: undefined, issues: [] } : judge(kind, read);
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
    const read = text === '' ? value : readCell(column.kind, text, rules);
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
