import { CliError, type Detail, type ErrorCode } from '../errors.ts';

/**
 * The ways a call can fail.
 * - `refused`: the server understood and said no; the same call would be refused again.
 * - `credentials`: the token, user name or password was not accepted, or may not do this.
 * - `throttled`: too many requests; later it may work.
 * - `unreachable`: nobody answered, or the service is down.
 * - `unreadable`: an answer came that makes no sense.
 * - `unknown_outcome`: the request was sent and may have taken effect; look before repeating it.
 * - `interrupted`: the run was stopped, or its time was over.
 */
export type ApiErrorKind =
  | 'refused'
  | 'credentials'
  | 'throttled'
  | 'unreachable'
  | 'unreadable'
  | 'unknown_outcome'
  | 'interrupted';

/**
 * What is known about the service having acted on a call.
 * - `none`: certainly not. It was never sent, the service said no, or it was a call that only reads.
 * - `unknown`: it was sent, and no answer that can be trusted came back.
 */
export type Effect = 'none' | 'unknown';

const codes: Record<ApiErrorKind, ErrorCode> = {
  refused: 'refused',
  credentials: 'not_logged_in',
  throttled: 'throttled',
  unreachable: 'unreachable',
  unreadable: 'failed',
  unknown_outcome: 'unknown_outcome',
  interrupted: 'interrupted',
};

/** What an error of that kind says of its call at worst: that nobody answered says nothing of what was done. */
const worst: Record<ApiErrorKind, Effect> = {
  refused: 'none',
  credentials: 'none',
  throttled: 'none',
  unreachable: 'unknown',
  unreadable: 'unknown',
  unknown_outcome: 'unknown',
  interrupted: 'none',
};

/** What the server says about each field of the body, by Laravel's path: `products.3.sku`. */
export type FieldErrors = Record<string, string[]>;

export interface ApiErrorParts {
  /** The worst that the kind can mean, if not given. */
  effect?: Effect | undefined;
  /** Takes the place of the code that belongs to the kind. */
  code?: ErrorCode | undefined;
  status?: number | undefined;
  fieldErrors?: FieldErrors | undefined;
  hint?: string | undefined;
  cause?: unknown;
}

/** A call of one of Blink's APIs that did not end well. Its texts are clean: no credential, nothing a terminal obeys. */
export class ApiError extends CliError {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly effect: Effect;
  /** The HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** From the `errors` of a 422; empty otherwise. */
  readonly fieldErrors: FieldErrors;

  constructor(kind: ApiErrorKind, message: string, parts: ApiErrorParts = {}) {
    const { status, fieldErrors = {}, hint, cause, code = codes[kind] } = parts;
    const details = detailsOf(fieldErrors);
    super(code, message, {
      cause,
      ...(hint === undefined ? {} : { hint }),
      ...(details.length === 0 ? {} : { details }),
    });
    this.kind = kind;
    this.effect = parts.effect ?? worst[kind];
    this.status = status;
    this.fieldErrors = fieldErrors;
  }
}

function detailsOf(fieldErrors: FieldErrors): Detail[] {
  return Object.entries(fieldErrors).flatMap(([field, messages]) =>
    messages.map((message) => ({ field, message })),
  );
}
