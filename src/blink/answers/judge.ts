import type { Repeatability } from '../endpoints.ts';
import { BlinkError, type BlinkErrorFacts, type ErrorKind, type FailedCall, type Reason } from '../error.ts';
import { duration } from '../retry/clock.ts';
import { fateOf } from '../retry/policy.ts';
import { explain } from '../wire/network.ts';
import {
  type Answer,
  type Damage,
  type Failure,
  headerOf,
  isSuccess,
  type Outcome,
} from '../wire/outcome.ts';
import { fieldErrorsIn, spokenBy } from './said.ts';
import { verdictOf } from './verdict.ts';

/** What has to be known about a call to judge what came of it. */
export interface Case {
  call: FailedCall;
  repeat: Repeatability;
  /** True when one of its attempts may have made the service act. */
  inDoubt: boolean;
  /** How often it was sent; 0 where the outcome is that of another call of the run, which spoke for all. */
  attempts: number;
  /** Milliseconds an attempt may take. */
  timeout: number;
  /** The wait in milliseconds that the server asks for, where that is more than there is time for. */
  tooLong: number | undefined;
  /** Makes a server's text fit to be shown. */
  excerpt: (text: string) => string;
}

/**
 * The value of a call's last outcome, where that is a success.
 * @throws {BlinkError} for every other outcome.
 */
export function settle(outcome: Outcome, at: Case): unknown {
  if (outcome.type === 'failure' || !isSuccess(outcome.status) || outcome.damage !== undefined) {
    throw blame(outcome, at);
  }
  // A write that is answered with a list of nothing did nothing; a list that was asked for may be empty.
  const isNothing = Array.isArray(outcome.value) && outcome.value.length === 0;
  const verdict = isNothing && at.repeat !== 'read' ? 'no' : verdictOf(outcome.value);
  if (verdict === 'broken') throw blame(outcome, at);
  if (verdict !== 'no') return outcome.value;
  const why = at.excerpt(spokenBy(outcome)) || 'it gives no reason';
  const message = `${nameOf(at.call)} failed: the server refused it: ${why}${at.inDoubt ? `.${doubtIn(outcome, at)}` : ''}`;
  throw failed('refused', message, outcome, at, 'refused');
}

/** What is to be told of a success that says neither yes nor no, where its shape is not known otherwise. */
export function unclearIn(outcome: Outcome, at: Case): string | undefined {
  if (outcome.type === 'failure' || verdictOf(outcome.value) !== 'unclear') return undefined;
  const text = at.excerpt(outcome.text);
  return `${nameOf(at.call)} was answered with ${outcome.status} and "${text}", which says neither yes nor no. It counts as done.`;
}

/** The error for an outcome that is no success: what happened, and to which call. */
export function blame(outcome: Outcome, at: Case): BlinkError {
  const { kind, what, reason } = outcome.type === 'failure' ? noAnswer(outcome, at) : badAnswer(outcome, at);
  if (at.attempts === 0 && !at.inDoubt)
    return failed(kind, `${nameOf(at.call)} was not sent: ${what}.`, outcome, at, reason);
  const times = at.attempts > 1 ? ` (${at.attempts} attempts)` : '';
  const message = `${nameOf(at.call)} failed: ${what}${times}.${doubtIn(outcome, at)}`;
  return at.inDoubt && at.repeat === 'once'
    ? failed('unknown_outcome', message, outcome, at, 'unknown_outcome')
    : failed(kind, message, outcome, at, reason);
}

/** The same error, for a call of which an earlier attempt may have taken effect. */
export function doubted(error: BlinkError, call: FailedCall, repeat: Repeatability): BlinkError {
  const message = `${error.message} ${nameOf(call)} was under way. ${doubts(repeat)}`;
  return new BlinkError(error.kind, message, { ...error, cause: error.cause, effect: 'unknown' });
}

/** Such as `POST /interface/v1/importMenu on api.blinkco.io`. */
export function nameOf({ method, path, host }: FailedCall): string {
  return `${method} ${path} on ${host}`;
}

function doubtIn(outcome: Outcome, { inDoubt, repeat }: Case): string {
  if (!inDoubt) return '';
  return fateOf(outcome) === 'unknown'
    ? ` ${doubts(repeat)}`
    : ' An earlier attempt may have taken effect all the same.';
}

/** What is said of a write that may have taken effect. */
export function doubts(repeat: Repeatability): string {
  const safe = repeat === 'idempotent' ? ' Sending it again is safe.' : '';
  return `It was sent, and it is not known whether it took effect.${safe}`;
}

interface Finding {
  kind: ErrorKind;
  reason: Reason;
  /** Completes "… failed: ", without a full stop. */
  what: string;
}

function noAnswer(failure: Failure, { timeout }: Case): Finding {
  const kind = 'unreachable';
  if (failure.reason === 'aborted') {
    return { kind, reason: 'unknown_outcome', what: 'it was interrupted before an answer came' };
  }
  if (failure.reason === 'too_slow') {
    const missed = failure.sent ? 'no answer came' : 'no connection came about';
    return { kind, reason: 'too_slow', what: `${missed} within ${duration(timeout)}` };
  }
  const { reason, what } = explain(failure);
  return { kind, reason, what };
}

function badAnswer(answer: Answer, at: Case): Finding {
  const { status } = answer;
  if (isSuccess(status) && answer.damage !== undefined) return unreadable(answer, at);
  const text = at.excerpt(spokenBy(answer));
  const says = text === '' ? '' : `: ${text.replace(/\.$/, '')}`;
  const found = (kind: ErrorKind, reason: Reason, what: string) => ({ kind, reason, what: `${what}${says}` });
  if (isSuccess(status)) {
    const what = `the server answered ${status}, and that it failed while it worked on it`;
    return found('unreachable', 'server_trouble', what);
  }
  if (status < 400) {
    const what = `the server redirects it to ${targetOf(answer, at)} (${status})`;
    return { kind: 'refused', reason: 'redirected', what };
  }
  if (status === 401) {
    return found('credentials', 'token_refused', 'the server did not accept the credentials (401)');
  }
  if (status === 403) return found('credentials', 'forbidden', 'this account may not do it (403)');
  if (at.tooLong !== undefined) {
    const wait = duration(at.tooLong);
    const what = `the server asks to wait ${wait}, longer than there is time for (${status})`;
    return found('throttled', 'throttled', what);
  }
  if (status === 429) {
    return found('throttled', 'throttled', 'the server takes no more requests for now (429)');
  }
  if (status >= 500 || status === 408) {
    return found('unreachable', 'server_trouble', `the server answered ${status}`);
  }
  return found('refused', refusals[status] ?? 'refused', `the server refused it (${status})`);
}

const refusals: Record<number, Reason> = { 404: 'not_found', 405: 'not_found', 413: 'too_large' };

const damages: Record<Damage, (answer: Answer, at: Case) => string> = {
  cut_off: ({ bytes }) => `was cut off after ${bytes} bytes`,
  too_slow: (_, { timeout }) => `was not complete within ${duration(timeout)}`,
  too_large: () => 'is larger than 64 MiB',
  bad_packing: ({ headers }) => `is not packed as it claims (${headerOf(headers, 'content-encoding')})`,
  not_json: ({ text }) => (text.trimStart().startsWith('<') ? 'is a web page, not JSON' : 'is not JSON'),
  too_deep: () => 'is nested too deep to be read',
};

function unreadable(answer: Answer, at: Case): Finding {
  const damage = answer.damage ?? 'not_json';
  const text = at.excerpt(answer.text);
  const quote = text === '' ? '' : `; it begins "${text}"`;
  return {
    kind: damage === 'too_slow' ? 'unreachable' : 'unreadable',
    what: `the answer (${answer.status}) ${at.excerpt(damages[damage](answer, at))}${quote}`,
    reason: 'answer_damaged',
  };
}

function failed(kind: ErrorKind, message: string, outcome: Outcome, at: Case, reason: Reason): BlinkError {
  const facts: BlinkErrorFacts = { reason, call: at.call, effect: at.inDoubt ? 'unknown' : 'none' };
  if (outcome.type === 'failure') return new BlinkError(kind, message, { ...facts, cause: outcome.error });
  return new BlinkError(kind, message, {
    ...facts,
    status: outcome.status,
    fields: fieldErrorsIn(outcome, at.excerpt),
    retryAfter: at.tooLong,
  });
}

function targetOf(answer: Answer, at: Case): string {
  const location = headerOf(answer.headers, 'location');
  if (URL.canParse(location)) return at.excerpt(new URL(location).host);
  return location === '' ? 'nowhere' : at.excerpt(location.replace(/[?#].*/, ''));
}
