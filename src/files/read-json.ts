import { anObject, matches } from '../blink/contract/check.ts';
import { type Finding, mostFindings, type Path, pathFrom, pathText } from '../finding.ts';
import type { CellRules } from './cells/cells.ts';
import { decide, witnessFor } from './cells/convention.ts';
import { type Listed, listObjects } from './json/listed-objects.ts';
import { checkJson, type JsonRules, jsonRules } from './json/object-checks.ts';
import { readFields, witnessTexts } from './json/read-fields.ts';
import { type JsonShape, shapeOf } from './json/shape.ts';
import { bodyOf, checkBody } from './kinds/check-item.ts';
import type { FileKind, FileOf } from './kinds/file-kind.ts';
import type { Problem } from './problem.ts';

/** Items from a JSON document or from NDJSON. @param name of the file, for its problems */
export function readJson<T>(name: string, text: string, kind: FileKind<T>, given: CellRules): FileOf<T> {
  const listed = listObjects(text, kind);
  const { objects, findings } = listed;
  const shape = shapeOf(kind);
  const decision = kind.jsonIsBody ? undefined : decideOn(listed, shape, kind, given);
  const rules = { cells: { ...given, shown: decision?.shown }, checks: jsonRules(given) };
  const items = objects.map((object, index) => {
    if (findings.length > mostFindings) return undefined;
    const checked = checkObject(kind, shape, object, [kind.list, index], rules);
    for (const finding of checked.findings) findings.push(finding);
    return checked.item;
  });
  for (const finding of decision?.findings ?? []) findings.push(finding);
  for (const finding of kind.compare?.objects(objects, items) ?? []) findings.push(finding);
  return {
    name,
    items: items.filter((item) => item !== undefined),
    problems: place(name, findings, listed).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    locate: async (places) => {
      const paths = places.map(({ index, field }) => [kind.list, index, ...pathFrom(field)]);
      return place(
        name,
        paths.map((path): Finding => ({ severity: 'error', path })),
        listed,
      );
    },
    asFarAsRead: () => objects.map((object) => (matches(anObject, object) ? object : {})),
    original: async (indexes) => {
      const lineOf = listed.lines(indexes.map((index) => [kind.list, index]));
      return indexes.flatMap((index) => {
        const object = objects[index];
        const line = lineOf([kind.list, index]);
        return matches(anObject, object) ? [{ index, line, fields: Object.entries(object) }] : [];
      });
    },
  };
}

/** What the numbers in quotes decide on how numbers are written. */
function decideOn({ objects }: Listed, shape: JsonShape, { list }: FileKind<unknown>, rules: CellRules) {
  const witness = witnessFor(rules);
  if (witness === undefined) return undefined;
  objects.forEach((object, index) => {
    if (matches(anObject, object)) witnessTexts(witness, shape, object, [list, index], rules);
  });
  return decide(witness);
}

interface CheckedObject<T> {
  item: T | undefined;
  findings: readonly Finding[];
}

/** Reads an object's texts by the rules of columns, looks for what a schema lets pass, and holds it against the schema. */
function checkObject<T>(
  kind: FileKind<T>,
  shape: JsonShape,
  object: unknown,
  at: Path,
  rules: { cells: CellRules; checks: JsonRules },
): CheckedObject<T> {
  const isObject = matches(anObject, object);
  const read = kind.jsonIsBody ? undefined : readFields(shape, isObject ? object : {}, at, rules.cells);
  const checked = checkJson(shape, object, at, rules.checks);
  const seen = new Set(read?.findings.map(({ path }) => pathText(path ?? [])));
  const findings: Finding[] = [
    ...(isObject || !read ? [] : [noObject(object)]),
    ...(read?.findings ?? []),
    ...checked.findings.filter(({ path }) => !seen.has(pathText(path ?? []))),
  ];
  const { item, issues } = checkBody(kind.schema, read ? bodyOf(kind, read.fields) : object);
  const isRight = findings.every(({ severity }) => severity !== 'error');
  for (const { path, expected, value } of issues) {
    const field = [...at, ...path];
    const isTold = read?.refused.has(String(path[0])) || checked.told.has(pathText(field));
    if (!isTold) findings.push({ severity: 'error', path: field, expected, value });
  }
  return { item: isRight ? item : undefined, findings };
}

function noObject(value: unknown): Finding {
  return { severity: 'error', value, expected: 'an object for each record' };
}

function place(name: string, found: readonly Finding[], { lines }: Listed): Problem[] {
  const lineOf = lines(found.flatMap(({ path, line }) => (path && line === undefined ? [path] : [])));
  return found.map(({ path, line, index: _, ...finding }) => ({
    ...finding,
    file: name,
    line: line ?? (path && lineOf(path)),
    field: path && pathText(path),
  }));
}
