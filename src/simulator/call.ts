import type { AccountState, MenuState, OrdersState, TasksState } from './kept.ts';
import type { Store } from './state.ts';

/** What every handler is given: the kept state, and how this simulator was started. */
export interface Simulator {
  /** Where it answers, without a slash at the end. */
  url: string;
  username: string;
  password: string;
  logisticsToken: string;
  /** How long a login's token is good for. */
  tokenSeconds: number;
  /** The time in milliseconds since 1970. */
  clock: () => number;
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

/** What goes back, as JSON. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

/** A success in the envelope of Blink's ordering API. */
export function success(data: unknown): Answer {
  return { status: 200, body: { msg: 'Success (simulator)', success: true, error: null, data } };
}
