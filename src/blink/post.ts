import { retryAfter } from './retry/policy.ts';
import { addressOf } from './wire/address.ts';
import { explain } from './wire/network.ts';
import { isSuccess } from './wire/outcome.ts';
import { createTransport } from './wire/transport.ts';

/** What became of a message that was posted. */
export type Receipt =
  | { taken: true; status: number }
  | {
      taken: false;
      /** Missing where no answer came. */
      status?: number;
      why: string;
      /** False when it is certain that nothing of the message left. */
      sent: boolean;
      /** How long the answer asks to wait, in milliseconds. */
      retryAfter?: number | undefined;
    };

export interface PostOptions {
  headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds for everything, from connecting to the last byte of the answer. */
  timeout: number;
  signal: AbortSignal;
}

/** Posts messages to one address that is not one of Blink's services: a till, another program's webhook. */
export interface Poster {
  /** Posts once: nothing is repeated, no redirect is followed. Any 2xx is a success. Never rejects. */
  post(body: Buffer, options: PostOptions): Promise<Receipt>;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/**
 * @param connections how many may be open at once
 * @throws {BlinkError} `misconfigured` when it is not an http or https address
 */
export function createPoster(url: string, connections: number): Poster {
  const address = addressOf(url);
  const transport = createTransport(address, connections);
  const { pathname, search } = new URL(url);
  return {
    async post(body, { headers = {}, timeout, signal }) {
      const request = { method: 'POST', path: pathname + search, headers: { ...headers }, body };
      const outcome = await transport.send(request, { timeout, signal });
      if (outcome.type === 'answer') {
        const { status } = outcome;
        if (isSuccess(status)) return { taken: true, status };
        const told = retryAfter(outcome.headers, Date.now());
        return { taken: false, status, why: `it answered ${status}`, sent: true, retryAfter: told };
      }
      const { sent } = outcome;
      if (outcome.reason === 'aborted') return { taken: false, why: 'it was interrupted', sent };
      if (outcome.reason === 'too_slow') return { taken: false, why: 'no answer came in time', sent };
      return { taken: false, why: explain(outcome).what, sent };
    },
    close: () => transport.close(),
  };
}
