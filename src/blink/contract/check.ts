import * as v from 'valibot';

/** One thing in a value that its schema does not allow. */
export interface Issue {
  /** Where in the value: `['products', 3, 'sku']`. */
  path: readonly (string | number)[];
  /** Completes "expected …". */
  expected: string;
  /** True when nothing was given at all. */
  missing: boolean;
  value: unknown;
}

export type Schema<T> = v.BaseSchema<unknown, T, v.BaseIssue<unknown>>;

/**
 * Checks a value against a schema of the contract.
 * @returns every issue found, none when the value is right. The value itself is never changed.
 */
export function check(schema: Schema<unknown>, value: unknown): Issue[] {
  const result = v.safeParse(schema, value);
  return result.success ? [] : result.issues.map(toIssue);
}

/** Narrows a value that came from outside, or says why not. */
export function parse<T>(schema: Schema<T>, value: unknown): { value: T } | { issues: Issue[] } {
  const result = v.safeParse(schema, value);
  return result.success ? { value: result.output } : { issues: result.issues.map(toIssue) };
}

/** True when the value is right; narrows it and leaves it as it is. */
export function matches<T>(schema: Schema<T>, value: unknown): value is T {
  return v.is(schema, value);
}

/** Any object that is not a list. */
export const anObject = v.record(v.string(), v.unknown());

function toIssue(issue: v.BaseIssue<unknown>): Issue {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  // A check of a whole object that is about one of its fields is given the object.
  const value = issue.path ? issue.path.at(-1)?.value : issue.input;
  return { path, expected: wording(issue), missing: issue.input === undefined, value };
}

function wording(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return 'a value';
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  if (issue.expected === 'Array') return 'a list';
  return issue.expected === 'Object' ? 'an object' : (issue.expected ?? 'another value');
}
