import type { GenericSchema, InferOutput } from 'valibot';
import { parse } from '../contract/check.ts';
import type { Endpoint } from '../endpoints.ts';
import { ApiError } from '../error.ts';
import { doubts } from './judge.ts';

/**
 * Narrows the answer of an endpoint to what the contract says it is.
 * @throws {ApiError} `unreadable`, naming the first field that is wrong; `unknown_outcome` where the call must not
 * be repeated, for a success that cannot be read is still a success.
 */
export function replyOf<S extends GenericSchema>(
  schema: S,
  endpoint: Endpoint,
  value: unknown,
): InferOutput<S> {
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
    throw new ApiError('unknown_outcome', `${what}${detail}.`, {
      hint: 'It probably took effect. Look before you repeat it.',
    });
  }
  const doubt = repeat === 'read' ? '' : ` ${doubts(repeat)}`;
  throw new ApiError('unreadable', `${what}${detail}.${doubt}`, {
    effect: repeat === 'read' ? 'none' : 'unknown',
    hint: 'Check the address of the service. If it is right, Blink has changed its answers: please report it.',
  });
}
