import { createPoster } from '../../blink/post.ts';
import type { StoredEvent } from '../event.ts';
import { contentTypeOf } from '../receive/request-headers.ts';
import type { Attempt, Target } from './target.ts';

export interface UrlTargetOptions {
  url: string;
  connections: number;
  /** Milliseconds that one attempt may take. */
  timeout: number;
  /** True marks the events as repeated by hand. */
  replay?: boolean;
  /** The answers, beside 410, that end an event at once. */
  giveUpOn?: readonly number[] | undefined;
}

/** "Gone": the one answer that says by its meaning that asking again is of no use. */
const gone = 410;

/**
 * Posts events to an address, as they came. Any 2xx is a success, and hardly anything else a final no: a proxy answers
 * 404 or a redirect while the till behind it is exchanged.
 * @throws CliError `usage` when it is not an http or https address
 */
export function urlTarget({
  url,
  connections,
  timeout,
  replay = false,
  giveUpOn = [],
}: UrlTargetOptions): Target {
  const final = new Set([gone, ...giveUpOn]);
  const poster = createPoster(url, connections);
  return {
    name: url,
    timeout,
    async deliver(event, attempt, signal): Promise<Attempt> {
      const headers = eventHeaders(event, attempt, replay);
      const receipt = await poster.post(event.body, { headers, timeout, signal });
      if (receipt.taken) return { outcome: 'delivered' };
      const { status, why, sent, retryAfter } = receipt;
      if (status !== undefined && final.has(status)) return { outcome: 'refused', why };
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
