import { blame, settle, unclearIn } from './answers/judge.ts';
import type { Endpoint, Repeatability } from './endpoints.ts';
import { type Job, perform, type Result } from './login/authorised.ts';
import type { Session } from './login/session.ts';
import { type Clock, systemClock } from './retry/clock.ts';
import type { Patience } from './retry/patience.ts';
import { withSignal } from './wire/abort.ts';
import { addressOf, pathOf, type Query } from './wire/address.ts';
import type { Headers } from './wire/outcome.ts';
import { createTransport } from './wire/transport.ts';

export interface ClientOptions {
  /** Such as `https://api.blinkco.io`; a path in it stands before the path of every call. */
  baseUrl: string;
  session: Session;
  userAgent: string;
  /** Milliseconds an attempt may take, from connecting to the last byte of the answer. */
  timeout: number;
  /** Attempts that may follow the first one of a call; 3 if not given. */
  retries?: number | undefined;
  /** Ends every call. */
  signal?: AbortSignal | undefined;
  /** Milliseconds from the beginning of a call after which no further attempt begins; 120000 if not given. */
  budget?: number | undefined;
  /** When no further attempt of any call begins, in milliseconds since 1970; takes the place of the budget. */
  deadline?: number | undefined;
  /** Milliseconds that a write which is under way has to come to its end when a signal aborts; 0 if not given. */
  linger?: number | undefined;
  /** Takes one line for each request, each answer and each wait; no line ever holds a secret. */
  trace?: ((line: string) => void) | undefined;
  /** Takes what is to be looked into though a call went well: once an endpoint, for many calls end alike. */
  warn?: ((message: string) => void) | undefined;
  /** Where it is kept which method an endpoint answers to, by the endpoint's path, where the vendor's pages name two. */
  methods?: Methods | undefined;
  /** How many connections may be open at once; as many as there are calls if not given. */
  connections?: number | undefined;
  clock?: Clock | undefined;
  /** From 0 to 1, for the jitter of the waits. */
  random?: (() => number) | undefined;
}

export interface Methods {
  get(key: string): string | undefined;
  set(key: string, method: string): void;
}

export interface CallOptions {
  /** Sent as JSON. */
  body?: unknown;
  query?: Query | undefined;
  signal?: AbortSignal | undefined;
  /** Of the run that the call is part of. Without it the call is quick to fail. */
  patience?: Patience | undefined;
  /** What the call carries that must never be shown, beside the session's own secrets. */
  secrets?: readonly string[] | undefined;
}

export interface RawOptions {
  /** Sent as it is; `content-type` is application/json unless the headers say otherwise. */
  body?: string | Uint8Array | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  query?: Query | undefined;
  repeat: Repeatability;
  signal?: AbortSignal | undefined;
  /** As for `call`. */
  patience?: Patience | undefined;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** One of Blink's services, with a session. Any number of calls may run at once. */
export interface Client {
  /**
   * Calls an endpoint: logs in, repeats and gives up as its kind allows.
   * @returns the answer's JSON, undefined for an empty answer.
   * @throws {BlinkError} for everything but a success, an abort of a signal included.
   */
  call(endpoint: Endpoint, options?: CallOptions): Promise<unknown>;
  /**
   * Makes any request of the service with the same credential and care.
   * @returns whatever the server answers in the end, an error status too.
   * @throws {BlinkError} when no answer came or what came is damaged.
   */
  raw(method: string, path: string, options: RawOptions): Promise<RawAnswer>;
  /** Ends what is still under way and closes every connection. */
  close(): Promise<void>;
}

const defaultRetries = 3;
const defaultBudget = 120_000;

/**
 * Nothing is connected or loaded before the first call.
 * @throws {BlinkError} `misconfigured` when the address, or a proxy that the environment names, is not one.
 */
export function createClient(options: ClientOptions): Client {
  const { session, userAgent, timeout, methods = new Map<string, string>() } = options;
  const address = addressOf(options.baseUrl);
  const closing = new AbortController();
  const setup = {
    address,
    session,
    userAgent,
    timeout,
    transport: createTransport(address, options.connections),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    retries: options.retries ?? defaultRetries,
    budget: options.budget ?? defaultBudget,
    deadline: options.deadline,
    linger: options.linger ?? 0,
    trace: options.trace ?? (() => {}),
  };
  const send = (job: Omit<Job, 'signal'>, signal: AbortSignal | undefined) => {
    const given = [closing.signal, options.signal, signal].filter((each) => each !== undefined);
    return withSignal([...new Set(given)], 0, (own) => perform(setup, { ...job, signal: own }));
  };

  const told = new Set<Endpoint>();
  const judged = (endpoint: Endpoint, { outcome, at }: Result) => {
    const value = settle(outcome, at);
    const unclear = endpoint.reply === undefined ? unclearIn(outcome, at) : undefined;
    if (unclear !== undefined && !told.has(endpoint)) options.warn?.(unclear);
    if (unclear !== undefined) told.add(endpoint);
    return value;
  };

  return {
    async call(endpoint, { body, query, signal, patience, secrets = [] } = {}) {
      const { method, otherMethod, path, repeat, service, open = false } = endpoint;
      const job = {
        ...{ repeat, service, open, secrets, patience },
        path: pathOf(address, path, query),
        headers: {},
        body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
        json: true,
      };
      if (otherMethod === undefined) return judged(endpoint, await send({ ...job, method }, signal));

      const [first, second] =
        methods.get(path) === otherMethod ? [otherMethod, method] : [method, otherMethod];
      const result = await send({ ...job, method: first }, signal);
      if (!lacksMethod(result)) return judged(endpoint, result);
      const other = await send({ ...job, method: second }, signal);
      if (lacksMethod(other)) return judged(endpoint, result);
      const value = judged(endpoint, other);
      methods.set(path, second);
      return value;
    },

    async raw(method, path, { body, headers = {}, query, repeat, signal, patience }) {
      const own = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const { authorization } = own;
      const job = {
        repeat,
        patience,
        service: undefined,
        open: authorization !== undefined,
        secrets: authorization === undefined ? [] : [authorization, ...authorization.split(' ').slice(1)],
        method: method.toUpperCase(),
        path: pathOf(address, path, query),
        headers: own,
        body: body === undefined ? undefined : Buffer.from(body),
        json: false,
      };
      const { outcome, at } = await send(job, signal);
      if (outcome.type === 'failure' || outcome.damage !== undefined) throw blame(outcome, at);
      return { status: outcome.status, headers: outcome.headers, text: outcome.text };
    },

    async close() {
      closing.abort();
      await setup.transport.close();
    },
  };
}

function lacksMethod({ outcome }: Result): boolean {
  return outcome.type === 'answer' && (outcome.status === 404 || outcome.status === 405);
}
