import { createPoster } from '../api/post.ts';
import type { StoredEvent } from './event.ts';
import { contentTypeOf } from './origin.ts';
import type { Attempt, Target } from './target.ts';

export interface UrlTargetOptions {
  url: string;
  connections: number;
  /** Milliseconds that one attempt may take. */
  timeout: number;
  /** True marks the events as repeated by hand. */
  replay?: boolean;
}

const passing = new Set([408, 429]);

/**
 * Posts events to an address, as they came. Any 2xx is a success.
 * @throws CliError `usage` when it is not an http or https address
 */
export function urlTarget({ url, connections, timeout, replay = false }: UrlTargetOptions): Target {
  const poster = createPoster(url, connections);
  return {
    name: url,
    async deliver(event, attempt, signal): Promise<Attempt> {
      const headers = eventHeaders(event, attempt, replay);
      const receipt = await poster.post(event.body, { headers, timeout, signal });
      if (receipt.taken) return { outcome: 'delivered' };
      const { status, why, sent, retryAfter } = receipt;
      if (status !== undefined && status < 500 && !passing.has(status)) return { outcome: 'refused', why };
      return { outcome: 'failed', why, reached: sent, retryAfter };
    },
    close: () => poster.close(),
  };
}

/** The headers that an event is posted with. */
export function eventHeaders(event: StoredEvent, attempt: number, replay: boolean): Record<string, string> {
  return {
    'content-type': contentTypeOf(event),
    'blink-event-id': event.id,
    'blink-event-kind': event.kind,
    'blink-event-received-at': event.receivedAt,
    'blink-delivery-attempt': String(attempt),
    ...(replay && { 'blink-replay': 'true' }),
  };
}
