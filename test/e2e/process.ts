import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { inject } from 'vitest';
import { home, type Run } from '../front-door.ts';

/** The built program as a process. */
export interface Started {
  child: ChildProcess;
  ended: Promise<Run & { signal: NodeJS.Signals | null }>;
}

export function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = home(),
  options: SpawnOptions = {},
  nodeFlags: readonly string[] = [],
): Started {
  return startCommand([process.execPath, ...nodeFlags, inject('program'), ...args], env, options);
}

/** Any command as a process: another program that runs blink. */
export function startCommand(
  [file = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  options: SpawnOptions = {},
): Started {
  const child = spawn(file, args, { env: { PATH: process.env.PATH, ...env }, ...options });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Run & { signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({
        code: code ?? -1,
        signal,
        out: Buffer.concat(out).toString(),
        err: Buffer.concat(err).toString(),
      });
    });
  });
  return { child, ended };
}
