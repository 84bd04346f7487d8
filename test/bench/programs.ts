import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A program with its words, to be run as a process. */
export interface Program {
  command: readonly [string, ...string[]];
  env?: NodeJS.ProcessEnv;
  /** Before each run, outside the time that is taken. */
  before?: () => void;
}

const built = resolve('dist/blink.cjs');

/** The built program, with settings and state in a folder of its own. */
export function blink(folder: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  mkdirSync(folder, { recursive: true });
  const home = { BLINK_CONFIG_DIR: join(folder, 'config'), BLINK_STATE_DIR: join(folder, 'state') };
  return { command: [process.execPath, built, ...words], env: { ...home, ...env } };
}

/** The floor of every start: a Node that does nothing. */
export const bareNode: Program = { command: [process.execPath, '-e', '0'] };

export function isInstalled(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/**
 * Runs a program, its output thrown away.
 * @returns the wall time in milliseconds
 * @throws Error with what it said when it fails
 */
export async function run({ command, env, before }: Program): Promise<number> {
  before?.();
  const [file, ...words] = command;
  const began = performance.now();
  const child = spawn(file, words, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((done, fail) => child.on('error', fail).on('close', done));
  const time = performance.now() - began;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${Buffer.concat(said)}`);
  return time;
}

/** Runs programs in turn, so that what else the machine does meets all of them. @returns the times of each, in milliseconds */
export async function inTurn(rounds: number, programs: readonly Program[]): Promise<number[][]> {
  const times: number[][] = programs.map(() => []);
  // The first round warms the caches of the disk.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, program] of programs.entries()) {
      const time = await run(program);
      if (round > 0) times[i]?.push(time);
    }
  }
  return times;
}

/** Runs a Node program once. @returns its wall time in milliseconds, and the most memory it ever had, in MiB */
export async function runForMemory(
  program: Program,
  scratch: string,
): Promise<{ time: number; peak: number }> {
  const file = join(scratch, 'peak');
  const preload = resolve('test/e2e/peak-memory.cjs');
  const env = { ...program.env, NODE_OPTIONS: `--require ${preload}`, PEAK_MEMORY_FILE: file };
  const time = await run({ ...program, env });
  return { time, peak: Number(readFileSync(file, 'utf8')) / 1024 };
}
