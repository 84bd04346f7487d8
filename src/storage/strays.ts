import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './faults.ts';
import { isAlive } from './processes.ts';

const hour = 3_600_000;
const second = 1000;

/** The temporary files that this process is writing at this moment. */
const ours = new Set<string>();
const lastSweeps = new Map<string, number>();

/**
 * A new temporary name beside a file: `.<file>.<process>.<random>.tmp`. What is made there must be made
 * exclusively: the name is unlikely to be taken, not impossible.
 */
export function strayName(path: string): string {
  const random = Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
  return join(dirname(path), `.${basename(path)}.${process.pid}.${random}.tmp`);
}

/** Runs a job that writes under a temporary name. What is left there when it ends or fails is removed. */
export async function withTemporary<T>(path: string, job: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = strayName(path);
  ours.add(temporary);
  try {
    return await job(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    ours.delete(temporary);
  }
}

/**
 * Removes what killed processes left in a file's folder: they may hold secrets. Looks at a folder at most once
 * a second, so that a folder of thousands of files doesn't make each write slow.
 */
export async function sweepStrays(path: string): Promise<void> {
  const folder = dirname(path);
  const last = lastSweeps.get(folder);
  if (last !== undefined && Math.abs(Date.now() - last) < second) return;
  lastSweeps.set(folder, Date.now());
  for (const name of await readdir(folder)) {
    const writer = writerOf(name);
    if (writer === undefined) continue;
    const stray = join(folder, name);
    // One that can't be removed must not keep the write from being done.
    if (await isLeft(stray, writer)) await rm(stray, { recursive: true, force: true }).catch(() => undefined);
  }
}

function writerOf(name: string): number | undefined {
  const pid = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

async function isLeft(stray: string, writer: number): Promise<boolean> {
  if (ours.has(stray)) return false;
  if (writer !== process.pid && !isAlive(writer)) return true;
  const written = await stat(stray).then(
    ({ mtimeMs }) => mtimeMs,
    (error: unknown) => (errorCode(error) === 'ENOENT' ? Date.now() : 0),
  );
  // In a container every run has the same number: what is older than this process can't be its own.
  const started = Date.now() - process.uptime() * second;
  return written < Date.now() - hour || (writer === process.pid && written < started);
}
