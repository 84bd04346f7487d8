import type { Schema } from '../contract/check.ts';
import type { Service } from '../services.ts';

/**
 * What may be sent again when it is not known whether the server got it:
 * `read` and `idempotent` calls may, a `once` call only when it is certain that it never arrived.
 */
export type Repeatability = 'read' | 'idempotent' | 'once';

/**
 * All there is to know of one call of Blink's: the client, the simulator's route and its check of the body, and the
 * OpenAPI description come from it. What stands here is read by every command, so schemas and examples of answers, which
 * need a library or a file, are functions that load them.
 */
export interface Endpoint<Request = unknown, Reply = unknown> {
  service: Service;
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  repeat: Repeatability;
  /** A second method to try once on 404 or 405: the vendor's pages name both. */
  otherMethod?: 'POST';
  /** True for the one call that is made without a token. */
  open?: true;
  /** True for what only public integrations show, and no page of the vendor's. */
  unconfirmed?: true;
  /** What it does, a line. */
  summary: string;
  /** What stands behind the `?`, by name. */
  query?: Readonly<Record<string, Parameter>>;
  /** Missing for a call without a body. */
  request?: RequestBody<Request>;
  /** Missing where the vendor's pages do not say what the answer looks like. */
  reply?: ReplyBody<Reply>;
}

export interface Parameter {
  required?: true;
  description: string;
  /** In JSON Schema. */
  schema: Readonly<Record<string, unknown>>;
  example?: string;
}

export interface RequestBody<T> {
  /** The schema's name in the description. */
  name: string;
  schema(): Promise<Schema<T>>;
  /** Each as it stands here, or the name of one of the vendor's samples in `fixtures/vendor`. */
  examples: Readonly<Record<string, string | object>>;
}

export interface ReplyBody<T> {
  /** The schema's name in the description. */
  name: string;
  description: string;
  /** 200 unless given. */
  status?: 201;
  /** As it is read: only what is needed of it must be right. */
  schema(): Promise<Schema<T>>;
  /** As the vendor's pages have it, where that is more. */
  documented?(): Promise<Schema<unknown>>;
  /** The simulator answers with it, unless it has more to the call. */
  example(): unknown;
}

/** An endpoint whose answer is known. */
export type Documented<Request, Reply> = Endpoint<Request, Reply> & { reply: ReplyBody<Reply> };

/** An endpoint that takes a body. */
export type WithBody<Request> = Endpoint<Request> & { request: RequestBody<Request> };

/** The content of a sample's file. */
export async function inFile(file: Promise<{ default: unknown }>): Promise<unknown> {
  return (await file).default;
}
