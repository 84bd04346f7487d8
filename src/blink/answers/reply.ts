import { parse, type Schema } from '../contract/check.ts';
import type { Endpoint } from '../endpoints.ts';
import { BlinkError } from '../error.ts';
import { doubts } from './judge.ts';

/**
 * Narrows the answer of an endpoint to what the contract says it is.
 * @throws {BlinkError} `unreadable`, naming the first field that is wrong; `unknown_outcome` where the call must not
 * be repeated, for a success that cannot be read is still a success.
 */
export function replyOf<T>(schema: Schema<T>, endpoint: Endpoint, value: unknown): T {
  const parsed = parse(schema, value);
  if ('value' in parsed) return parsed.value;
  const [issue] = parsed.issues;
  const where =
    issue === undefined || issue.path.length === 0 ? 'the answer' : `"${issue.path.join('.')}" of the answer`;
  const what = `${endpoint.method} ${endpoint.path} was answered, but ${where} is not what was expected`;
  const detail =
    issue === undefined ? '' : `: ${issue.missing ? 'it is missing' : `expected ${issue.expected}`}`;
  const { repeat } = endpoint;
  if (repeat === 'once') {
    throw new BlinkError('unknown_outcome', `${what}${detail}.`, {
      reason: 'probably_done',
    });
  }
  const doubt = repeat === 'read' ? '' : ` ${doubts(repeat)}`;
  throw new BlinkError('unreadable', `${what}${detail}.${doubt}`, {
    effect: repeat === 'read' ? 'none' : 'unknown',
    reason: 'answer_unexpected',
  });
}
