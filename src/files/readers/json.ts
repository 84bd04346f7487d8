import { type Finding, type Path, pathText } from '../../finding.ts';
import { lineCounter, NotJson, Scanner } from './json-scanner.ts';

/** A JSON text as read, with what JSON.parse would have let pass. */
export interface JsonReading {
  value: unknown;
  findings: Finding[];
}

/**
 * Reads JSON without misreading it: a key that stands twice, a number with more digits than can be kept, and
 * nesting no menu has are found wrong, each with its place. The last finding says why a text is no JSON at all; it has
 * no value then.
 */
export function readJson(text: string): JsonReading {
  const findings: Finding[] = [];
  try {
    return { value: new Scanner(text, findings).document(), findings };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { message, offset } = error;
    findings.push({ severity: 'error', line: lineCounter(text)(offset), message });
    return { value: undefined, findings };
  }
}

/**
 * The physical lines on which values of a JSON text begin, as far as it can be read.
 * @returns for a path its line, or that of the nearest object around it when nothing stands there
 */
export function jsonLines(text: string, paths: readonly Path[]): (path: Path) => number | undefined {
  const wanted = new Set(paths.flatMap((path) => path.map((_, i) => pathText(path.slice(0, i + 1)))));
  const lines = new Map<string, number>();
  const lineAt = lineCounter(text);
  const scanner = new Scanner(text, [], (path, offset) => {
    const key = pathText(path);
    if (wanted.has(key)) lines.set(key, lineAt(offset));
  });
  try {
    scanner.document();
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
  }
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const line = lines.get(pathText(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return undefined;
  };
}
