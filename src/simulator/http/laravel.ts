import type { Issue } from '../../blink/contract/check.ts';
import type { Answer } from './answer.ts';

/*
 * Refusals in the shapes of Laravel, the framework that Blink's own answers come from.
 */

/** One field that is refused, by its dotted path (`products.3.sku`), and why. */
export type FieldError = readonly [field: string, message: string];

const mostErrors = 200;

/** 422: the fields that are wrong, the first 200 of them. */
export function invalid(errors: readonly FieldError[]): Answer {
  const byField = new Map<string, string[]>();
  for (const [field, message] of errors.slice(0, mostErrors)) {
    byField.set(field, [...(byField.get(field) ?? []), message]);
  }
  const body = { message: 'The given data was invalid.', errors: Object.fromEntries(byField) };
  return { status: 422, body };
}

/** The issues of a schema in Laravel's words. `body` is what was checked. */
export function fieldErrors(issues: readonly Issue[], body: unknown): FieldError[] {
  return issues.map(({ path, expected }) => {
    const field = path.join('.');
    return isBlank(valueAt(body, path)) ? required(field) : [field, `The ${field} must be ${expected}.`];
  });
}

export function required(field: string): FieldError {
  return [field, `The ${field} field is required.`];
}

/** What Laravel says of a value that stands for nothing it knows. */
export function notKnown(field: string): FieldError {
  return [field, `The selected ${field} is invalid.`];
}

/** Like Laravel's rule `distinct`: every one of the values that are alike is named, the first one too. */
export function repeated(values: readonly string[], field: (index: number) => string): FieldError[] {
  const seen = new Map<string, number>();
  for (const value of values) seen.set(value, (seen.get(value) ?? 0) + 1);
  return values.flatMap((value, index): FieldError[] =>
    (seen.get(value) ?? 0) > 1 ? [[field(index), `The ${field(index)} field has a duplicate value.`]] : [],
  );
}

/** 401: no token, a wrong one, or one that has run out. */
export const unauthenticated: Answer = { status: 401, body: { message: 'Unauthenticated.' } };

/** A refusal that is one sentence. */
export function refused(status: number, message: string): Answer {
  return { status, body: { message } };
}

/** 405: the path is right, the method is not. */
export function methodNotAllowed(method: string, path: string, allowed: readonly string[]): Answer {
  const list = allowed.join(', ');
  const message = `The ${method} method is not supported for route ${path.slice(1)}. Supported methods: ${list}.`;
  return { ...refused(405, message), headers: { allow: list } };
}

// Laravel turns blank text into null before it looks, so both count as not given.
function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
