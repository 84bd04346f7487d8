import { type Case, doubted, nameOf } from '../answers/judge.ts';
import { censor } from '../answers/redact.ts';
import type { Repeatability } from '../endpoints.ts';
import { BlinkError, type FailedCall } from '../error.ts';
import { exchange, type Setup, type Trail } from '../retry/attempts.ts';
import type { Patience } from '../retry/patience.ts';
import type { Service } from '../services.ts';
import { unlessAborted } from '../wire/abort.ts';
import { isSuccess, type Outcome } from '../wire/outcome.ts';
import type { Session } from './session.ts';

/** A request before it has a credential. */
export interface Job {
  method: string;
  /** Prefix and query included. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | undefined;
  repeat: Repeatability;
  service: Service | undefined;
  /** True for a call that goes without a token of the session. */
  open: boolean;
  /** True when a success must be JSON. */
  json: boolean;
  /** What must never be shown, beside the session's own secrets. */
  secrets: readonly string[];
  /** Shared by the calls of a run, where it is one of many. */
  patience: Patience | undefined;
  signal: AbortSignal;
}

export interface Result {
  outcome: Outcome;
  /** What to judge it by. */
  at: Case;
}

/** How many new tokens one call is tried with: it may be the call that is refused, while others get through. */
const mostRenewals = 4;

/**
 * Sends a request with the session's token, and again with a new one when that is refused with a 401.
 * @throws {BlinkError} `credentials` when there is no token to send, or what else the session throws.
 * @throws {BlinkError} `interrupted` when the signal aborts.
 */
export async function perform(
  setup: Setup & { session: Session; userAgent: string },
  job: Job,
): Promise<Result> {
  const { session, timeout } = setup;
  const { method, path, body, repeat, service, json, patience, signal } = job;
  const shown = censor(() => [...session.secrets(), ...job.secrets]);
  const trail: Trail = { inDoubt: false };
  const call = { service, method, path: shown.redact(path.replace(/\?.*/, '')), host: setup.address.host };

  const send = async (authorization: Record<string, string>): Promise<Result> => {
    // The vendor's samples send a content type with every call, also where there is no body.
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'content-type': 'application/json',
      'user-agent': setup.userAgent,
      ...job.headers,
      ...authorization,
    };
    const request = { method, path, headers, body };
    const { outcome, attempts, tooLong } = await exchange(setup, {
      request,
      repeat,
      trail,
      patience,
      json,
      censor: shown,
      signal,
    });
    const { inDoubt } = trail;
    const { excerpt } = shown;
    return { outcome, at: { call, repeat, inDoubt, attempts, timeout, tooLong, excerpt } };
  };

  try {
    if (job.open) return await send({});
    return await withToken(session, job, (token) => send(bearer(token, call)));
  } catch (error) {
    // What ends the call now, an interruption or a login that fails, does not undo an earlier attempt.
    throw trail.inDoubt && error instanceof BlinkError ? doubted(error, call, repeat) : error;
  }
}

async function withToken(
  session: Session,
  { patience, signal }: Job,
  send: (token: string) => Promise<Result>,
): Promise<Result> {
  let token = await unlessAborted(() => session.token(patience), signal);
  for (let renewals = 0; ; renewals++) {
    const sent = token;
    const result = await send(sent);
    if (isAccepted(result.outcome)) session.accepted(sent);
    if (!isRefused(result.outcome) || renewals === mostRenewals) return result;
    const renewed = await unlessAborted(() => session.renew(sent, patience), signal);
    if (renewed === undefined) return result;
    token = renewed;
  }
}

/** Whether the token was good enough for the service to go on with the request. */
function isAccepted(outcome: Outcome): boolean {
  if (outcome.type === 'failure') return false;
  const { status } = outcome;
  return isSuccess(status) || (status >= 400 && status < 500 && ![401, 407, 408, 429].includes(status));
}

function isRefused(outcome: Outcome): boolean {
  return outcome.type === 'answer' && outcome.status === 401;
}

/** A token goes into a header: one that does not fit there was pasted wrong. */
function bearer(token: string, call: FailedCall): Record<string, string> {
  if (/^[\x21-\x7e]+$/.test(token)) return { authorization: `Bearer ${token}` };
  const message = `${nameOf(call)} was not sent: its token holds spaces, line breaks or foreign letters.`;
  throw new BlinkError('credentials', message, { reason: 'token_malformed', call });
}
