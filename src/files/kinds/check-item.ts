import { check, type Issue, matches, type Schema } from '../../blink/contract/check.ts';
import type { Fields } from '../drafts/draft.ts';
import type { FileKind } from './file-kind.ts';

/** An item, or why a body is none. */
export interface CheckedItem<T> {
  item: T | undefined;
  issues: readonly Issue[];
}

/** Holds a body against its schema. */
export function checkBody<T>(schema: Schema<T>, body: unknown): CheckedItem<T> {
  return matches(schema, body)
    ? { item: body, issues: [] }
    : { item: undefined, issues: check(schema, body) };
}

/** An item as Blink takes it. */
export function bodyOf({ toBody }: FileKind<unknown>, fields: Fields): unknown {
  return toBody ? toBody(fields) : fields;
}
