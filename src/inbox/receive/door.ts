import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventKind } from '../../blink/contract/event.ts';
import { classify } from '../classify/classify.ts';
import type { Arrival } from '../event.ts';
import type { Intake, Stored } from '../inbox.ts';
import { type Admission, admit, blankSecret, isForged, kindFor } from './admission.ts';
import { answer, refuse } from './answers.ts';
import { watchReadiness } from './readiness.ts';
import { type Brought, bodyReader } from './request-body.ts';
import { senderOf } from './request-headers.ts';

/** A request that was not taken. */
export interface RefusedRequest {
  method: string;
  /** As it was asked for, the secret blanked. */
  path: string;
  status: number;
}

/** Takes a request in, or turns it away. */
export type Door = (request: IncomingMessage, response: ServerResponse, closing: boolean) => Promise<void>;

export interface DoorOptions extends Admission {
  /** Who answers when it is asked whether it is ready. */
  name: string;
  intake: Pick<Intake, 'store' | 'tryRoom'>;
  /** Told of each event once it is stored for good. Whatever it does must not keep the answer waiting. */
  onStored: (stored: Stored) => void;
  /** Told when events can't be stored, and of `undefined` when they can again. */
  onTrouble: (trouble: unknown) => void;
  /** Told of requests that were not taken: whoever sends them may have a wrong address. */
  onRefused?: ((request: RefusedRequest) => void) | undefined;
}

/** The most bytes that a body may have. */
const largestBody = 5 * 1024 * 1024;

/** Reading, understanding and storing a body takes about ten times its size. */
const sharedMemory = 16 * 1024 * 1024;

/**
 * What stands between a server and a store. An event is stored before it is answered with 200; what cannot be stored is
 * answered with 503, and what is no event for us is turned away.
 */
export function createDoor(options: DoorOptions): Door {
  const readiness = watchReadiness(options);
  const readBody = bodyReader(largestBody, sharedMemory);
  const unpackOne = oneAtATime();

  function turnAway(request: IncomingMessage, response: ServerResponse, status: number, why: string): void {
    const { method = '', url: path = '' } = request;
    refuse(request, response, status, why);
    options.onRefused?.({ method, path: blankSecret(path, options), status });
  }

  async function keep(response: ServerResponse, arrival: Arrival): Promise<void> {
    let stored: Stored;
    try {
      stored = await options.intake.store(arrival);
    } catch (error) {
      response.setHeader('retry-after', '5');
      answer(response, 503, { received: false, error: 'It could not be stored. Send it again.' });
      return readiness.failed(error);
    }
    answer(response, 200, { received: true, id: stored.event.id });
    readiness.good();
    options.onStored(stored);
  }

  /** @param expected the kind that belongs on the path, if the path says one */
  async function takeBody(
    request: IncomingMessage,
    response: ServerResponse,
    { brought, path, expected }: { brought: Brought; path: string; expected: EventKind | undefined },
  ): Promise<void> {
    if (brought === 'broken_off') return void response.destroy();
    if (!Buffer.isBuffer(brought)) {
      if (brought === 'busy') response.setHeader('retry-after', '1');
      const [status, why] = refusals[brought];
      return turnAway(request, response, status, why);
    }
    const encoding = request.headers['content-encoding'];
    const use = async () => {
      const classified = await classify(brought, { encoding, expected, limit: largestBody });
      const receivedAt = new Date().toISOString();
      const sender = senderOf(request, options.secret);
      await keep(response, { receivedAt, path: blankSecret(path, options), ...sender, ...classified });
    };
    // A few bytes may unpack to the largest body there is.
    await (encoding === undefined ? use() : unpackOne(use));
  }

  return async (request, response, closing) => {
    const path = admit(request, options);
    const expected = path === undefined ? null : kindFor(path, options);
    if (isHealthCheck(request, path))
      return tellReadiness(response, options.name, !closing && (await readiness.isReady()));
    if (isForged(request, options)) return turnAway(request, response, 403, foreign);
    if (path === undefined || expected === null)
      return turnAway(request, response, 404, 'There is nothing here.');
    if (request.method !== 'POST' && request.method !== 'PUT') {
      response.setHeader('allow', 'POST, PUT');
      return turnAway(request, response, 405, 'Events are posted here.');
    }
    await readBody(request, (brought) => takeBody(request, response, { brought, path, expected }));
  };
}

/** Who watches over the receiver need not know the secret, and may. */
function isHealthCheck({ method, url = '' }: IncomingMessage, path = url): boolean {
  return (method === 'GET' || method === 'HEAD') && path.split('?')[0] === '/';
}

function tellReadiness(response: ServerResponse, name: string, ready: boolean): void {
  if (!ready) response.setHeader('retry-after', '5');
  const state = ready ? 'ready' : 'not ready, an event could not be stored now';
  answer(response, ready ? 200 : 503, `${name}: ${state}\n`);
}

const foreign =
  'This may be a web page in a browser. Post to 127.0.0.1, or start the receiver with --protect and use its secret path.';

/** Why a body is not taken: the status, and what the answer says. */
const refusals = {
  busy: [503, 'Too many large bodies at once. Send it again.'],
  too_large: [413, `The body has more than ${largestBody / 1024 / 1024} MiB.`],
} as const;

/** Does jobs one after the other. */
function oneAtATime(): (job: () => Promise<void>) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => {});
    return result;
  };
}
