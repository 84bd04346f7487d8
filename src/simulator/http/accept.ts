import { parse, type Schema } from '../../blink/contract/check.ts';
import type { Answer } from './answer.ts';
import { fieldErrors, invalid } from './laravel.ts';

/** A body as its schema has it, or the 422 that names what is wrong with it. */
export function accept<T>(schema: Schema<T>, body: unknown): { value: T } | { refusal: Answer } {
  const checked = parse(schema, body);
  return 'value' in checked ? checked : { refusal: invalid(fieldErrors(checked.issues, body)) };
}
