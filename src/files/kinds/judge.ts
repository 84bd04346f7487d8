import { check, type Issue, matches } from '../../blink/contract/check.ts';
import { type Finding, type Path, pathFrom } from '../problem.ts';
import type { RecordKind } from './kind.ts';
import type { Fields } from './menu/part.ts';

/** A record held against its schema. */
export interface Judged<T> {
  record: T | undefined;
  issues: readonly Issue[];
}

export function judge<T>({ toBody, schema }: RecordKind<T>, fields: Fields): Judged<T> {
  const body = toBody(fields);
  return matches(schema, body)
    ? { record: body, issues: [] }
    : { record: undefined, issues: check(schema, body) };
}

/** What the schema does not allow, by the place in the list. */
export function findingsOf<T>({ list }: RecordKind<T>, judged: readonly Judged<T>[]): Finding[] {
  return judged.flatMap(({ issues }, index) =>
    issues.map(({ path, expected, value }): Finding => {
      return { severity: 'error', path: [list, index, ...path], expected, value };
    }),
  );
}

/** The path to a field of a record, given as a 422 names it: `branches.0.id`. */
export function pathTo({ list }: RecordKind<unknown>, index: number, field: string): Path {
  return [list, index, ...pathFrom(field)];
}
