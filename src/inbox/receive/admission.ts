import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { EventKind } from '../../blink/contract/event.ts';
import { isFromForeignPage } from '../../blink/wire/this-computer.ts';

/** Which paths are taken. */
export interface Admission {
  /** Without it every path is taken, else those below `/hook/<secret>`, and requests with it as a bearer token. */
  secret?: string | undefined;
  /** The kind that each path takes; none when every path takes every kind. */
  routes: ReadonlyMap<string, EventKind>;
}

/** Where a request wants to go, without the secret; undefined when it may not come in. */
export function admit({ url = '/', headers }: IncomingMessage, { secret }: Admission): string | undefined {
  const path = url.startsWith('/') ? url : '/';
  if (secret === undefined) return path;
  const [, first = '', second = ''] = path.split(/[/?]/, 3);
  if (first === 'hook' && isSame(second, secret)) {
    const rest = path.slice('/hook/'.length + second.length);
    return rest.startsWith('/') ? rest : `/${rest}`;
  }
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer !== undefined && isSame(bearer, secret) ? path : undefined;
}

/**
 * Whether a request may be the doing of a web page in somebody's browser: it can post to any address. Who knows the
 * secret is no such page, and a proxy before us keeps the host that it was asked for.
 */
export function isForged({ headers }: IncomingMessage, { secret }: Admission): boolean {
  return secret === undefined && isFromForeignPage(headers);
}

/** A path as it may be kept and shown: with the secret blanked, wherever somebody put it. */
export function blankSecret(path: string, { secret }: Pick<Admission, 'secret'>): string {
  return secret === undefined ? path : path.replaceAll(secret, '***');
}

/** The kind that a path takes: undefined where it takes any, null where there is no such path. */
export function kindFor(path: string, { routes }: Admission): EventKind | undefined | null {
  if (routes.size === 0) return undefined;
  const [bare = '/'] = path.split('?');
  return routes.get(bare.length > 1 ? bare.replace(/\/+$/, '') : bare) ?? null;
}

/** Takes as long for a guess that is nearly right as for one that is all wrong. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
