import { addressOf } from './address.ts';
import { explain } from './network.ts';
import { isSuccess } from './outcome.ts';
import { createTransport } from './transport.ts';

/** What became of a message that was posted. */
export type Receipt =
  | { taken: true; status: number }
  /** `status` is missing where no answer came. */
  | { taken: false; status?: number; why: string };

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
 * @throws CliError `usage` when it is not an http or https address
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
        return isSuccess(status)
          ? { taken: true, status }
          : { taken: false, status, why: `it answered ${status}` };
      }
      if (outcome.reason === 'aborted') return { taken: false, why: 'it was interrupted' };
      if (outcome.reason === 'too_slow') return { taken: false, why: 'no answer came in time' };
      return { taken: false, why: explain(outcome).what };
    },
    close: () => transport.close(),
  };
}
