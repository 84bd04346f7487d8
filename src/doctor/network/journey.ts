import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { BlinkError } from '../../blink/error.ts';
import { explain } from '../../blink/wire/network.ts';
import { inWords } from '../../words.ts';
import { type Finding, failed, ok, skipped } from '../check.ts';
import { clockFinding } from './clock.ts';
import { askTheTime, openWay, secured } from './connect.ts';
import { bareHost, type Route } from './route.ts';

/** What each step of the way to a service came to. */
export type Journey = Record<'name' | 'connection' | 'certificate' | 'clock', Finding>;

export interface JourneyOptions {
  platform: NodeJS.Platform;
  /** Whether the authorities of NODE_EXTRA_CA_CERTS count. */
  extraAuthorities: boolean;
  /** Milliseconds since 1970. */
  now(): number;
  signal: AbortSignal;
  /** Milliseconds that each step may take. */
  limit: number;
}

/**
 * Goes the way of a call to a service, a step after the other: a name is looked up, a connection made, its certificate
 * checked, and the time asked for. No credential is sent. Where a step fails, those after it are skipped.
 */
export async function travel(route: Route, options: JourneyOptions): Promise<Journey> {
  const { platform, extraAuthorities, now, signal } = options;
  const inTime = <T>(step: Promise<T>) => within(options.limit, step);
  const found = notTravelled('not reached');
  let step: keyof Journey = 'name';
  let way: Socket | undefined;
  try {
    const { address } = await inTime(lookup(bareHost(route.proxy ?? route.url)));
    found.name = ok(nameOf(route, address));
    step = 'connection';
    way = await inTime(openWay(route, signal));
    found.connection = ok(route.proxy ? `through the proxy ${route.proxy.host}` : `to ${route.url.host}`);
    step = 'certificate';
    if (route.url.protocol === 'https:') way = await inTime(secured(way, route, extraAuthorities));
    found.certificate = certificateOf(way);
    step = 'clock';
    const asked = now();
    const date = await inTime(askTheTime(way, route));
    found.clock = clockFinding(date, { asked, answered: now(), platform });
  } catch (error) {
    found[step] = troubleOn(route, error, step);
  } finally {
    way?.destroy();
  }
  return found;
}

/** A journey that was not made, for this reason. */
export function notTravelled(why: string): Journey {
  const step = skipped(why);
  return { name: step, connection: step, certificate: step, clock: step };
}

/** Rejects as the system does where a step takes too long. */
async function within<T>(limit: number, step: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = delay(limit, undefined, { signal: over.signal, ref: false }).then(() => {
    throw Object.assign(new Error('It took too long.'), { code: 'ETIMEDOUT' });
  });
  try {
    return await Promise.race([step, late]);
  } finally {
    late.catch(() => {});
    over.abort();
  }
}

function nameOf({ url, proxy }: Route, address: string): string {
  if (proxy) return `the proxy ${bareHost(proxy)} is ${address}, and looks up ${bareHost(url)} itself`;
  return bareHost(url) === address ? address : `${bareHost(url)} is ${address}`;
}

function certificateOf(way: Socket): Finding {
  if (!(way instanceof TLSSocket)) return skipped('plain http has none');
  const { issuer, valid_to: until } = way.getPeerCertificate();
  return ok(`from ${issuer.O ?? issuer.CN}, good until ${new Date(until).toISOString().slice(0, 10)}`);
}

function troubleOn({ url, proxy }: Route, cause: unknown, step: keyof Journey): Finding {
  const error = cause instanceof Error ? cause : undefined;
  const { what, reason } = explain({ error, sent: step === 'clock' });
  const host = bareHost(url);
  if (proxy && ['proxy', 'nobody_there', 'offline'].includes(reason)) {
    const detour = `NO_PROXY=${host} blink doctor   # goes around the proxy`;
    return failed(`the proxy ${proxy.host}: ${what.replace(/^the proxy /, 'it ')}`, detour);
  }
  if (step === 'name') {
    return failed(
      `${host}: ${what}`,
      `nslookup ${host}   # no answer: mend the internet connection or the name server`,
    );
  }
  return failed(`${host}: ${what}`, inWords(new BlinkError('unreachable', what, { reason })).hint);
}
