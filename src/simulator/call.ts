import type { Faults } from './faults/faults.ts';
import type { Answer } from './http/answer.ts';
import type { AccountState, MenuState, OrdersState, TasksState } from './state/kept.ts';
import type { Store } from './state/store.ts';
import type { Message } from './webhooks.ts';

/** One request as the log has it. */
export interface RequestEntry {
  /** When it came, in milliseconds since 1970. */
  at: number;
  method: string;
  /** Without the query. */
  path: string;
  /** As nginx logs them: 499 for a client that didn't wait, 444 for a connection that was cut on purpose. */
  status: number;
  ms: number;
  /** Bytes of the answer's body. */
  size: number;
}

/** What every handler is given: the kept state, and how this simulator was started. */
export interface Simulator {
  /** Where it answers, without a slash at the end. */
  url: string;
  username: string;
  password: string;
  logisticsToken: string;
  /** What goes wrong on request, and the limits; may be replaced while it runs. */
  faults: Faults;
  /** Makes customers and placed orders the same on every start, where given. */
  seed: number | undefined;
  /** The time in milliseconds since 1970. */
  clock: () => number;
  /** Tells the webhooks what happened, where there are any. */
  tell: (message: Message) => void;
  /** The latest requests that were answered, the oldest first. */
  requests: RequestEntry[];
  stores: {
    account: Store<AccountState>;
    menu: Store<MenuState>;
    orders: Store<OrdersState>;
    tasks: Store<TasksState>;
  };
}

/** One request that has found its route and shown its credential. */
export interface Call {
  simulator: Simulator;
  /** The path as the endpoint spells it. */
  path: string;
  query: URLSearchParams;
  /** The body as an object; empty where none came, or something other than an object. */
  body: Readonly<Record<string, unknown>>;
}

/** @param request the body, once its record's schema has let it pass */
export type Handler<Request = unknown> = (call: Call, request: Request) => Answer | Promise<Answer>;
