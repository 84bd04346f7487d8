import type { FieldErrors } from '../error.ts';
import type { Answer } from '../wire/outcome.ts';
import { parseJson } from './json.ts';

/** What a server says in an answer that is no success: its messages where it is JSON, the text itself elsewhere. */
export function spokenBy(answer: Answer): string {
  const parsed = parseJson(answer.text);
  if ('wrong' in parsed) return answer.text;
  const [first] = Object.entries(fieldErrorsOf(parsed.value));
  const field = first === undefined ? '' : `${first[0]}: ${first[1][0] ?? ''}`;
  return [messagesIn(parsed.value), field, otherErrorsIn(parsed.value)]
    .filter((text) => text !== '')
    .join(' ');
}

/** What an answer says about each field of the body, every text passed through `show`. */
export function fieldErrorsIn(answer: Answer, show: (text: string) => string): FieldErrors {
  const parsed = parseJson(answer.text);
  if ('wrong' in parsed) return {};
  const shown = Object.entries(fieldErrorsOf(parsed.value)).map(([field, texts]) => [
    show(field),
    texts.map(show),
  ]);
  return Object.fromEntries(shown);
}

/** Laravel's `errors`: texts by path. fromEntries makes own keys of whatever the server names, `__proto__` too. */
function fieldErrorsOf(value: unknown): FieldErrors {
  const { errors } = isRecord(value) ? value : {};
  if (!isRecord(errors)) return {};
  return Object.fromEntries(
    Object.entries(errors).map(([field, texts]) => [field, [texts].flat().map(plain)]),
  );
}

/** Errors that are not of a field: a text, or a list of them. */
function otherErrorsIn(value: unknown): string {
  const { errors } = isRecord(value) ? value : {};
  return isRecord(errors) ? '' : plain(errors);
}

function messagesIn(value: unknown): string {
  if (!isRecord(value)) return plain(value);
  const { message, msg, error } = value;
  const texts = [message, msg, error].map(plain).filter((text) => text !== '');
  return [...new Set(texts)].join(': ');
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return '';
  return (isRecord(value) && messagesIn(value)) || JSON.stringify(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
