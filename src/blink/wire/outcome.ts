/** What one attempt at a call came to, before anybody judges it. */
export type Outcome = Answer | Failure;

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The server answered: at least its status and headers came. */
export interface Answer {
  type: 'answer';
  status: number;
  headers: Headers;
  /** The body, unpacked and decoded; of a damaged one, as much as came. */
  text: string;
  /** What the body means, once it was read as JSON; undefined for an empty one. */
  value?: unknown;
  /** Length of the body as it came over the wire. */
  bytes: number;
  damage: Damage | undefined;
}

/** Why a body cannot be used. */
export type Damage = 'cut_off' | 'too_slow' | 'too_large' | 'bad_packing' | 'not_json' | 'too_deep';

/** No answer came. */
export interface Failure {
  type: 'failure';
  reason: 'network' | 'too_slow' | 'aborted';
  /** False when it is certain that not one byte of the request left. */
  sent: boolean;
  error?: Error | undefined;
}

/** The values of a header as one text, empty when it is missing. */
export function headerOf(headers: Headers, name: string): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(', ');
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
