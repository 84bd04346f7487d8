import type { Detail } from '../errors.ts';
import type { Finding } from '../finding.ts';

/** A file that cannot be read any further. */
export class Unreadable extends Error {
  readonly finding: Finding;

  constructor(finding: Omit<Finding, 'severity'>) {
    super(finding.message);
    this.finding = { severity: 'error', ...finding };
  }
}

/** A finding together with where a person will see it: file, row, line and column letter. */
export interface Problem extends Detail {
  severity: 'error' | 'warning';
}

/** A file that cannot be read at all, as a problem of it. */
export function unreadableFile(file: string, { finding }: Unreadable): Problem {
  const { path: _, index: __, ...problem } = finding;
  return { ...problem, file };
}

/** A column's letter in a spreadsheet: 0 is A, 26 is AA. */
export function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}
