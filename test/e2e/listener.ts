import type { SpawnOptions } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { home } from '../front-door.ts';
import { until } from '../inbox/events.ts';
import { type Started, start } from './process.ts';

/** `blink webhook listen` as a process. */
export interface Listening extends Started {
  /** Where it listens, the secret path included. */
  url: string;
  port: number;
  /** What it said so far on stdout and on stderr. */
  out(): string;
  err(): string;
}

/** Starts a listener and waits until it listens. It ends with the test, if it didn't before. */
export async function listening(
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = home(),
  options: SpawnOptions = {},
): Promise<Listening> {
  const port = flags.includes('--port') ? [] : ['--port', '0'];
  const started = start(['webhook', 'listen', '--env', 'local', ...port, ...flags], env, options);
  const { child, ended } = started;
  let out = '';
  let err = '';
  let over = false;
  child.stdout?.on('data', (chunk: Buffer) => {
    out += String(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += String(chunk);
  });
  void ended.then(() => {
    over = true;
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const address = () => /Listening on (http:\S+)/.exec(err)?.[1];
  await until(() => over || address() !== undefined, 20_000);
  const told = address();
  if (told === undefined) throw new Error(`it does not listen: ${err}`);
  const url = told.endsWith('***') ? new URL(told).origin + (await hookPath(env)) : told;
  return { ...started, url, port: Number(new URL(url).port), out: () => out, err: () => err };
}

/** The secret path, which no listener tells. */
async function hookPath(env: NodeJS.ProcessEnv): Promise<string> {
  const { out } = await start(['webhook', 'address', '--env', 'local', '--json'], env).ended;
  const { path }: { path: string } = JSON.parse(out);
  return path;
}
