import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { onTestFinished } from 'vitest';

/** The environment without what would tell a child who it is, or slow its start. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !name.startsWith('BLINK_') && name !== 'NODE_EXTRA_CA_CERTS',
  ),
);

/** Counts or spoils the calls of a child that change the file system. */
export const faults = fileURLToPath(new URL('faults.cjs', import.meta.url));

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

export interface Child {
  process: ChildProcess;
  /** Settles once the child has printed something. */
  started: Promise<void>;
  ended: Promise<Ended>;
}

/**
 * Builds a program of the tests the way the product is built, so that it runs as a process of its own on every
 * Node: Node 20 can't run TypeScript.
 * @returns the path of the program
 */
export async function buildProgram(source: string, into: string): Promise<string> {
  const bundle = await rolldown({ input: fileURLToPath(new URL(source, import.meta.url)), platform: 'node' });
  await bundle.write({
    dir: into,
    format: 'cjs',
    entryFileNames: 'program.cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  await bundle.close();
  return join(into, 'program.cjs');
}

/** A folder for one test or file, closed to others; removed by `remove`. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'blink-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A folder that is removed when the test ends. */
export function testFolder(): string {
  const { folder, remove } = temporaryFolder();
  onTestFinished(remove);
  return folder;
}

/** Starts a program with its arguments. */
export function start(
  command: readonly [string, ...string[]],
  { env = {}, uid }: { env?: Record<string, string>; uid?: number | undefined } = {},
): Child {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let out = '';
  let err = '';
  const started = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { process: child, started, ended };
}

/** Runs a program to its end. */
export function run(...given: Parameters<typeof start>): Promise<Ended> {
  return start(...given).ended;
}

/** Does a job for each item, a few at a time. */
export async function eachOf<T>(items: readonly T[], job: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await job(item);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

/**
 * A user other than the one who runs the tests, for whom the modes of files count. Root, whom they don't bind,
 * runs children as nobody; anybody else is bound by them already.
 */
export const boundUser = process.getuid?.() === 0 ? 65534 : undefined;

/** Lets every user go through a folder, and read the program that is in it. */
export function openFolder(folder: string): void {
  chmodSync(folder, 0o755);
}
