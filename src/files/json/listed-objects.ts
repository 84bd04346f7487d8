import { anObject, matches } from '../../blink/contract/check.ts';
import type { Finding, Path } from '../../finding.ts';
import type { FileKind } from '../kinds/file-kind.ts';
import { jsonLines, readJson } from '../readers/json.ts';

/** What a JSON text lists, whatever is right of it. */
export interface Listed {
  objects: readonly unknown[];
  findings: Finding[];
  /** Says on which lines these paths stand: `['orders', 3, 'status']`. */
  lines(paths: readonly Path[]): (path: Path) => number | undefined;
}

const none: Omit<Listed, 'findings'> = { objects: [], lines: () => () => undefined };

/** Lists what one document has: a list, or an object with the list. Records may also stand alone, or one a line (NDJSON). */
export function listObjects(text: string, kind: FileKind<unknown>): Listed {
  const { value, findings } = readJson(text);
  if (value !== undefined) return listed(text, value, findings, kind);
  return (kind.jsonIsBody ? undefined : ndjson(text)) ?? { ...none, findings };
}

function listed(
  text: string,
  value: unknown,
  findings: readonly Finding[],
  { list, jsonIsBody }: FileKind<unknown>,
): Listed {
  const isList = Array.isArray(value);
  const inner = matches(anObject, value) ? value[list] : undefined;
  if (!isList && !Array.isArray(inner) && jsonIsBody) {
    const message = `this is no menu: expected {"${list}": [...]} or a list of ${list}.`;
    return { ...none, findings: [...findings, { severity: 'error', message }] };
  }
  const objects: readonly unknown[] = isList ? value : Array.isArray(inner) ? inner : [withoutSchema(value)];
  // To people and to Blink a path begins with the list, also where the document has no more than that.
  const left = isList ? [list] : Array.isArray(inner) ? [] : [list, 0];
  const placed = findings.map((one) => (one.path ? { ...one, path: [...left, ...one.path] } : one));
  const inText = (path: Path) => path.slice(left.length);
  return {
    objects,
    findings: Array.isArray(inner) ? [...placed, ...leftOut(value, list)] : placed,
    lines(paths) {
      const lineOf = paths.length > 0 ? jsonLines(text, paths.map(inText)) : undefined;
      return (path) => lineOf?.(inText(path));
    },
  };
}

/** By this key editors know what a file may hold. It is no part of what the file says. */
const schemaKey = '$schema';

function withoutSchema(value: unknown): unknown {
  if (!matches(anObject, value)) return value;
  const { [schemaKey]: _, ...record } = value;
  return record;
}

/** What stands beside the list. */
function leftOut(value: unknown, list: string): Finding[] {
  const beside = Object.keys(Object(value)).filter((key) => key !== list && key !== schemaKey);
  const message = `only "${list}" is sent, this is left out.`;
  return beside.map((key) => ({ severity: 'warning', path: [key], message }));
}

function ndjson(text: string): Listed | undefined {
  const lines = text.split('\n').map((line, i) => ({ line: i + 1, text: line.trim() }));
  const filled = lines.filter((line) => line.text !== '');
  if (filled.length < 2 || readJson(filled[0]?.text ?? '').value === undefined) return undefined;
  const findings: Finding[] = [];
  const objects = filled.map(({ line, text }): unknown => {
    const { value = {}, findings: wrong } = readJson(text);
    for (const finding of wrong) findings.push({ ...finding, line });
    return value;
  });
  return { objects, findings, lines: () => (path) => filled[Number(path[1])]?.line };
}
