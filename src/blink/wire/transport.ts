import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Agent, Dispatcher } from 'undici';
import type { Address } from './address.ts';
import { largestBody, readAnswer } from './body.ts';
import { ProxyError } from './network.ts';
import type { Damage, Failure, Headers, Outcome } from './outcome.ts';
import { type Proxies, proxiesFor } from './proxy.ts';

export interface WireRequest {
  method: string;
  /** Prefix and query included. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

export interface Limits {
  /** Milliseconds for everything: connecting, sending, the whole answer. */
  timeout: number;
  signal: AbortSignal;
}

/** Sends requests to one address. The only place that knows undici. */
export interface Transport {
  /** Makes one attempt. What goes wrong on the network is an outcome as well, not an exception. */
  send(request: WireRequest, limits: Limits): Promise<Outcome>;
  /** Cuts every connection, busy or idle, so that nothing keeps the process alive. */
  close(): Promise<void>;
}

/** Milliseconds. Shorter than most deadlines, so that an address that swallows packets is tried again. */
const connectTimeout = 10_000;

/**
 * @param connections how many may be open at once; as many as there are calls if not given.
 * @throws {BlinkError} `misconfigured` when a proxy variable of the environment makes no sense.
 */
export function createTransport(address: Address, connections: number | undefined): Transport {
  const proxies = proxiesFor(address);
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  let loading: Promise<Dispatcher> | undefined;
  let compileAgain: (() => void) | undefined;

  const load = async (): Promise<Dispatcher> => {
    const connect = {
      timeout: connectTimeout,
      // When undici closes it leaves a socket alone that is still connecting; the signal ends that one too.
      signal: closing.signal,
      // Said, because unsaid the variable NODE_TLS_REJECT_UNAUTHORIZED decides.
      rejectUnauthorized: true,
    };
    const options = { connections: connections ?? null, headersTimeout: 0, bodyTimeout: 0, connect };
    const dispatcher = proxies === undefined ? await direct(options) : await proxied(options, proxies);
    compileAgain = await sparePointlessCompilation();
    return dispatcher;
  };

  return {
    async send(request, limits) {
      loading ??= load();
      const outcome = await attempt(await loading, address.origin, request, limits);
      if (outcome.type === 'answer') {
        compileAgain?.();
        compileAgain = undefined;
      }
      // undici takes a connection back a turn of the event loop after its answer: who calls again at once, such as
      // after a login, would open a second one.
      await setImmediate();
      return outcome;
    },
    async close() {
      closing.abort();
      await (await loading)?.destroy();
    },
  };
}

type Options = Agent.Options & {
  connect: { timeout: number; signal: AbortSignal; rejectUnauthorized: boolean };
};

async function direct(options: Options): Promise<Dispatcher> {
  const { default: Direct } = await import('undici/lib/dispatcher/agent.js');
  return new Direct(options);
}

async function proxied(options: Options, proxies: Proxies): Promise<Dispatcher> {
  const { default: Proxied } = await import('undici/lib/dispatcher/env-http-proxy-agent.js');
  const { default: Pool } = await import('undici/lib/dispatcher/pool.js');
  const { default: connect } = await import('undici/lib/api/api-connect.js');
  // The part that opens tunnels has no `connect` of its own when undici is not loaded whole. An error of a tunnel is
  // wrapped because undici would start over at once, for ever, when a proxy hangs up on it.
  const clientFactory = (origin: URL, pooling: object) => {
    const pool = new Pool(origin, pooling);
    const tunnel = (to: Dispatcher.ConnectOptions) =>
      connect.call(pool, to).catch((error: unknown) => Promise.reject(new ProxyError(error)));
    return Object.assign(pool, { connect: tunnel });
  };
  const tls = options.connect;
  return new Proxied({ ...options, ...proxies, clientFactory, proxyTls: tls, requestTls: tls });
}

/** What V8 of Node 20 has by itself. */
const usualBudget = 1_800_000;

/**
 * On Node 20 V8 spends 60 ms of a short process on optimising undici's HTTP parser, which no run of ours is long enough
 * to earn back. Comes after undici, net and tls are loaded, for the flag makes V8 reject what it had cached of them.
 * @returns what sets the flag back: once the parser is there it has the flag in it, and code is cached again
 */
async function sparePointlessCompilation(): Promise<(() => void) | undefined> {
  if (Number.parseInt(process.versions.node, 10) >= 22) return undefined;
  await import('node:tls');
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--wasm-tiering-budget=100000000');
  return () => setFlagsFromString(`--wasm-tiering-budget=${usualBudget}`);
}

function attempt(
  dispatcher: Dispatcher,
  origin: string,
  request: WireRequest,
  { timeout, signal }: Limits,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let control: Dispatcher.DispatchController | undefined;
    let head: { status: number; headers: Headers } | undefined;
    const chunks: Buffer[] = [];
    let received = 0;
    let over = false;

    const finish = (outcome: Outcome | Promise<Outcome>) => {
      if (over) return;
      over = true;
      clearTimeout(deadline);
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    const stop = (outcome: Outcome | Promise<Outcome>) => {
      finish(outcome);
      control?.abort(new Error('given up'));
    };
    const failure = (reason: Failure['reason'], error?: Error): Failure => {
      return { type: 'failure', reason, sent: control !== undefined, error };
    };
    const answer = (damage?: Damage) => {
      const body = Buffer.concat(chunks);
      return head && readAnswer({ method: request.method, ...head, body, damage });
    };
    const abort = () => stop(failure('aborted'));
    const deadline = setTimeout(() => stop(answer('too_slow') ?? failure('too_slow')), timeout);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);

    dispatcher.dispatch(
      { origin, ...request, body: request.body ?? null },
      {
        // Comes when a connection stands, right before the first byte is written to it.
        onRequestStart(controller) {
          if (over) return controller.abort(new Error('given up'));
          control = controller;
        },
        onResponseStart(_, status, headers) {
          if (status >= 200) head = { status, headers };
        },
        onResponseData(_, chunk) {
          received += chunk.length;
          if (received <= largestBody) {
            chunks.push(chunk);
            return;
          }
          // Its beginning is all that will be shown of it.
          chunks.length = 1;
          stop(answer('too_large') ?? failure('network'));
        },
        onResponseEnd() {
          finish(answer() ?? failure('network'));
        },
        onResponseError(_, error) {
          finish(answer('cut_off') ?? failure('network', error));
        },
      },
    );
  });
}
