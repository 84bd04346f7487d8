import type { CallOptions, Client } from './client.ts';
import type { Documented } from './endpoints.ts';

export interface AskOptions<Request> extends CallOptions {
  body?: Request | undefined;
}

/**
 * Calls an endpoint whose answer is known.
 * @returns the answer, as the endpoint's record reads it
 * @throws {BlinkError} as `Client.call`; `unreadable` for an answer that is another one, `unknown_outcome` where the
 * call must not be repeated
 */
export async function ask<Request, Reply>(
  client: Client,
  endpoint: Documented<Request, Reply>,
  options: AskOptions<NoInfer<Request>> = {},
): Promise<Reply> {
  // What the answer is checked with is loaded while it is on its way.
  const [value, schema, { replyOf }] = await Promise.all([
    client.call(endpoint, options),
    endpoint.reply.schema(),
    import('./answers/reply.ts'),
  ]);
  return replyOf(schema, endpoint, value);
}
