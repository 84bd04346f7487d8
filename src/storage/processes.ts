import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './faults.ts';

/** True when a process of this number runs on this computer, be it another user's. */
export function isAlive(pid: number): boolean {
  const [state] = linuxStatus(pid);
  // Killed, and still listed because its parent never asked how it ended.
  if (state === 'Z' || state === 'X') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** What tells a process from a later one of the same number. Only Linux says, and only where /proc is open. */
export function birthOf(pid: number): string | undefined {
  return linuxStatus(pid)[19];
}

/**
 * The place where process numbers mean something: this computer, on Linux since its start and within one
 * container. Two containers can have the same host name, and then a living process of one looks dead in the other.
 */
export function placeOfProcesses(): string {
  const kernel = kernelOf();
  if (kernel === undefined) return hostname();
  try {
    return [hostname(), kernel, readlinkSync('/proc/self/ns/pid')].join(' ');
  } catch {
    return hostname();
  }
}

/** The kernel that runs here since its last start: the same for every container on it. Only Linux tells. */
export function kernelOf(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The fields of /proc/<pid>/stat from the state on; the name before them may hold blanks and brackets. */
function linuxStatus(pid: number): string[] {
  if (process.platform !== 'linux') return [];
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
