/** What goes back, as JSON. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** A success in the envelope of Blink's ordering API. */
export function success(data: unknown): Answer {
  return { status: 200, body: { msg: 'Success (simulator)', success: true, error: null, data } };
}
