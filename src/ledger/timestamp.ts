import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** A point in time as a book keeps it: by the clock on the wall, which people may set, and by the time since the computer started. */
export interface Timestamp {
  /** Milliseconds since 1970. */
  at: number;
  /** Milliseconds since the computer started. */
  up: number;
  /** Which start of the computer that was; empty where the system does not say. */
  boot: string;
}

/** @param at the clock on the wall, in milliseconds since 1970 */
export function timestampAt(at: number): Timestamp {
  return { at, up: Math.round(uptime() * 1000), boot: thisBoot() };
}

export function later({ at, up, boot }: Timestamp, ms: number): Timestamp {
  return { at: at + ms, up: up + ms, boot };
}

/**
 * Milliseconds between two moments. Within one start of the computer a clock that was set does not count; where a clock
 * went back across a restart, no time has passed.
 */
export function elapsed(from: Timestamp, to: Timestamp): number {
  if (from.boot !== '' && from.boot === to.boot) return Math.max(0, to.up - from.up);
  return Math.max(0, to.at - from.at);
}

let boot: string | undefined;

function thisBoot(): string {
  boot ??= readBoot();
  return boot;
}

function readBoot(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
