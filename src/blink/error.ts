import type { Service } from './services.ts';

/**
 * The ways a call can fail.
 * - `refused`: the server understood and said no; the same call would be refused again.
 * - `credentials`: the token, user name or password was not accepted, or may not do this.
 * - `throttled`: too many requests; later it may work.
 * - `unreachable`: nobody answered, or the service is down.
 * - `unreadable`: an answer came that makes no sense.
 * - `unknown_outcome`: the request was sent and may have taken effect; look before repeating it.
 * - `interrupted`: the caller's signal ended it.
 * - `misconfigured`: nothing can be sent, for an address or a proxy variable makes no sense.
 */
export type ErrorKind =
  | 'refused'
  | 'credentials'
  | 'throttled'
  | 'unreachable'
  | 'unreadable'
  | 'unknown_outcome'
  | 'interrupted'
  | 'misconfigured';

/** What exactly went wrong, finer than the kind: what there is to do about it hangs on this. */
export type Reason =
  // The server's word.
  | 'refused'
  | 'not_found'
  | 'too_large'
  | 'redirected'
  | 'throttled'
  | 'server_trouble'
  // Who we are to it.
  | 'token_refused'
  | 'token_malformed'
  | 'new_tokens_refused'
  | 'login_refused'
  | 'forbidden'
  // An answer that is of no use.
  | 'answer_damaged'
  | 'answer_unexpected'
  | 'page_unexpected'
  // No answer.
  | 'too_slow'
  | 'offline'
  | 'nobody_there'
  | 'unsendable'
  | 'no_secure_connection'
  | 'certificate_date'
  | 'certificate_host'
  | 'certificate_authority'
  | 'proxy'
  // It may have taken effect.
  | 'unknown_outcome'
  | 'probably_done'
  // It was never tried.
  | 'bad_address'
  | 'bad_proxy_variable'
  | 'socks_proxy';

/**
 * What is known about the service having acted on a call.
 * - `none`: certainly not. It was never sent, the service said no, or it was a call that only reads.
 * - `unknown`: it was sent, and no answer that can be trusted came back.
 */
export type Effect = 'none' | 'unknown';

/** What an error of that kind says of its call at worst: that nobody answered says nothing of what was done. */
const worst: Record<ErrorKind, Effect> = {
  refused: 'none',
  credentials: 'none',
  throttled: 'none',
  unreachable: 'unknown',
  unreadable: 'unknown',
  unknown_outcome: 'unknown',
  interrupted: 'none',
  misconfigured: 'none',
};

/** What the server says about each field of the body, by Laravel's path: `products.3.sku`. */
export type FieldErrors = Record<string, string[]>;

/** The call that failed, without its query. */
export interface FailedCall {
  /** Undefined for a call that is none of Blink's endpoints. */
  service: Service | undefined;
  method: string;
  path: string;
  /** With its port, where that is not the usual one. */
  host: string;
}

export interface BlinkErrorFacts {
  reason?: Reason | undefined;
  /** The worst that the kind can mean, if not given. */
  effect?: Effect | undefined;
  call?: FailedCall | undefined;
  status?: number | undefined;
  fields?: FieldErrors | undefined;
  retryAfter?: number | undefined;
  cause?: unknown;
}

/**
 * A call of one of Blink's APIs that did not end well. Its message says what happened, to which call, and whether it may
 * have taken effect; what to do about that is left to whoever made the call. Its texts are clean: no credential, nothing
 * a terminal obeys.
 */
export class BlinkError extends Error {
  override readonly name = 'BlinkError';
  readonly kind: ErrorKind;
  readonly reason: Reason | undefined;
  readonly effect: Effect;
  readonly call: FailedCall | undefined;
  /** The HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** From the `errors` of a 422; empty otherwise. */
  readonly fields: FieldErrors;
  /** The wait in milliseconds that the server asks for, where that is more than there was time for. */
  readonly retryAfter: number | undefined;

  constructor(kind: ErrorKind, message: string, facts: BlinkErrorFacts = {}) {
    super(message, { cause: facts.cause });
    this.kind = kind;
    this.reason = facts.reason;
    this.effect = facts.effect ?? worst[kind];
    this.call = facts.call;
    this.status = facts.status;
    this.fields = facts.fields ?? {};
    this.retryAfter = facts.retryAfter;
  }
}
