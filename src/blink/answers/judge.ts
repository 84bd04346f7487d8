import type { Repeatability, Service } from '../endpoints.ts';
import { ApiError, type ApiErrorKind } from '../error.ts';
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

/** What the judge has to know about a call to name it and to say what to do next. */
export interface Case {
  /** Such as `POST /interface/v1/importMenu on api.blinkco.io`. */
  call: string;
  repeat: Repeatability;
  /** True when one of its attempts may have made the service act. */
  inDoubt: boolean;
  service: Service | undefined;
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
 * @throws {ApiError} for every other outcome.
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
  const message = `${at.call} failed: the server refused it: ${why}${at.inDoubt ? `.${doubtIn(outcome, at)}` : ''}`;
  throw failed('refused', message, outcome, at, hints.refused);
}

/** What is to be told of a success that says neither yes nor no, where its shape is not known otherwise. */
export function unclearIn(outcome: Outcome, at: Case): string | undefined {
  if (outcome.type === 'failure' || verdictOf(outcome.value) !== 'unclear') return undefined;
  const text = at.excerpt(outcome.text);
  return `${at.call} was answered with ${outcome.status} and "${text}", which says neither yes nor no. It counts as done.`;
}

/** The error for an outcome that is no success: what happened, to which call, what to do next. */
export function blame(outcome: Outcome, at: Case): ApiError {
  const { kind, what, hint } = outcome.type === 'failure' ? noAnswer(outcome, at) : badAnswer(outcome, at);
  if (at.attempts === 0 && !at.inDoubt)
    return failed(kind, `${at.call} was not sent: ${what}.`, outcome, at, hint);
  const times = at.attempts > 1 ? ` (${at.attempts} attempts)` : '';
  const message = `${at.call} failed: ${what}${times}.${doubtIn(outcome, at)}`;
  return at.inDoubt && at.repeat === 'once'
    ? failed('unknown_outcome', message, outcome, at, hints.unknown)
    : failed(kind, message, outcome, at, hint);
}

/** The same error, for a call of which an earlier attempt may have taken effect. */
export function doubted(error: ApiError, call: string, repeat: Repeatability): ApiError {
  const { kind, code, status, fieldErrors, hint, cause } = error;
  const message = `${error.message} ${call} was under way. ${doubts(repeat)}`;
  return new ApiError(kind, message, { code, status, fieldErrors, hint, cause, effect: 'unknown' });
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
  kind: ApiErrorKind;
  /** Completes "… failed: ", without a full stop. */
  what: string;
  hint: string;
}

const hints = {
  refused: 'Correct what the server names, then send it again.',
  unknown: 'It was not sent again. Look whether it took effect before you repeat it.',
  later: 'The service has trouble. Run the command again in a few minutes.',
  unreadable:
    'Something in between may have answered. Check the address of the service, then run the command again.',
  ordering: 'Log in again with "blink login".',
  logistics: 'Copy a new token from Blink\'s logistics portal, then run "blink login --logistics".',
  forbidden: 'Ask Blink for the right to do this, or log in with another account.',
  missing: 'Check the number or key you asked for, and the address of the service.',
  large: 'Send less at once: choose a smaller --batch-size.',
  redirect:
    'blink does not follow redirects, so that no credential reaches another host. Check the address of the service.',
} as const;

function noAnswer(failure: Failure, at: Case): Finding {
  if (failure.reason === 'aborted') {
    return { kind: 'unreachable', what: 'it was interrupted before an answer came', hint: hints.unknown };
  }
  if (failure.reason === 'too_slow') {
    const missed = failure.sent ? 'no answer came' : 'no connection came about';
    const hint = 'Run the command again, with a longer --timeout if the service is slow.';
    return { kind: 'unreachable', what: `${missed} within ${duration(at.timeout)}`, hint };
  }
  return { kind: 'unreachable', ...explain(failure) };
}

function badAnswer(answer: Answer, at: Case): Finding {
  const { status } = answer;
  const text = at.excerpt(spokenBy(answer));
  const says = text === '' ? '' : `: ${text.replace(/\.$/, '')}`;
  if (isSuccess(status) && answer.damage !== undefined) return unreadable(answer, at);
  if (isSuccess(status)) {
    const what = `the server answered ${status}, and that it failed while it worked on it${says}`;
    return { kind: 'unreachable', what, hint: hints.later };
  }
  if (status < 400) {
    const host = targetOf(answer, at);
    const hint = hints.redirect;
    return { kind: 'refused', what: `the server redirects it to ${host} (${status})`, hint };
  }
  if (status === 401) {
    const what = `the server did not accept the credentials (401)${says}`;
    return { kind: 'credentials', what, hint: hints[at.service ?? 'ordering'] };
  }
  if (status === 403) {
    return { kind: 'credentials', what: `this account may not do it (403)${says}`, hint: hints.forbidden };
  }
  if (at.tooLong !== undefined) {
    const wait = duration(at.tooLong);
    const what = `the server asks to wait ${wait}, longer than this command has (${status})${says}`;
    return { kind: 'throttled', what, hint: `Run the command again in ${wait}.` };
  }
  if (status === 429) {
    const what = `the server takes no more requests for now (429)${says}`;
    return { kind: 'throttled', what, hint: 'Run the command again in a few minutes.' };
  }
  if (status >= 500 || status === 408) {
    return { kind: 'unreachable', what: `the server answered ${status}${says}`, hint: hints.later };
  }
  const hint =
    status === 404 || status === 405 ? hints.missing : status === 413 ? hints.large : hints.refused;
  return { kind: 'refused', what: `the server refused it (${status})${says}`, hint };
}

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
    hint: hints.unreadable,
  };
}

function failed(kind: ApiErrorKind, message: string, outcome: Outcome, at: Case, hint: string): ApiError {
  const effect = at.inDoubt ? 'unknown' : 'none';
  if (outcome.type === 'failure') return new ApiError(kind, message, { hint, effect, cause: outcome.error });
  return new ApiError(kind, message, {
    hint,
    effect,
    status: outcome.status,
    fieldErrors: fieldErrorsIn(outcome, at.excerpt),
  });
}

function targetOf(answer: Answer, at: Case): string {
  const location = headerOf(answer.headers, 'location');
  if (URL.canParse(location)) return at.excerpt(new URL(location).host);
  return location === '' ? 'nowhere' : at.excerpt(location.replace(/[?#].*/, ''));
}
