import { isRecord } from './said.ts';

/**
 * What the body of an answer that says 200 makes of it.
 * - `yes`: the service says that it went well, or says nothing at all.
 * - `no`: it says that it did not.
 * - `broken`: it says that it failed while it worked on it, so that part of it may be done.
 * - `unclear`: neither, in any way that is known.
 */
export type Verdict = 'yes' | 'no' | 'broken' | 'unclear';

const yesWords = new Set(['true', '1', 'yes', 'ok', 'success', 'successful', 'done']);
const noWords = new Set(['false', '0', 'no', 'error', 'fail', 'failed', 'failure']);

export function verdictOf(value: unknown): Verdict {
  // An empty object is what PHP frameworks make of no answer; an empty list may be a list of what was done: nothing.
  if (value === undefined || value === null) return 'yes';
  if (!isRecord(value)) {
    const word = wordOf(value);
    if (noWords.has(word)) return 'no';
    return yesWords.has(word) ? 'yes' : 'unclear';
  }
  if (Object.keys(value).length === 0) return 'yes';
  const { success, ok, status, result, message, msg, error, errors, exception } = value;
  const codes = [status, value.statusCode, value.status_code, value.code].map(httpStatus);
  if (isFull(exception) || codes.some((code) => code >= 500)) return 'broken';
  // A number under `status` may be the state of an order.
  const texts = [status, result].filter((word) => !/^\d+$/.test(wordOf(word)));
  const words = [success, ok, message, msg, ...texts].map(wordOf);
  const refused = words.some((word) => noWords.has(word)) || codes.some((code) => code >= 400);
  if (refused || isFull(error) || isFull(errors)) return 'no';
  const approved = words.some((word) => yesWords.has(word)) || codes.some((code) => code >= 200);
  return approved ? 'yes' : 'unclear';
}

/** What is to be kept of an answer that counts as a yes and did not say so. */
export function unclearAnswer(value: unknown): string | undefined {
  return verdictOf(value) === 'unclear' ? 'The answer said neither yes nor no.' : undefined;
}

/** A status of HTTP that stands in a body; 0 for what is none. */
function httpStatus(value: unknown): number {
  const code = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof code === 'number' && code >= 200 && code < 600 ? code : 0;
}

function wordOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim().toLowerCase() : '';
}

/** Whether there is an error in what stands under that name: an empty list of errors is none, nor is a list per field. */
function isFull(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isFull);
  if (isRecord(value)) return Object.values(value).some(isFull);
  return !['', 'false', '0', 'null', 'none', 'no'].includes(wordOf(value));
}
