import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { inject, onTestFinished } from 'vitest';
import { blink } from '../front-door.ts';
import { until } from '../inbox/events.ts';

/** A command that runs until it is stopped, as a process. */
export interface ServingProcess {
  child: ChildProcess;
  /** Where it says that it can be reached, a secret path blanked; undefined where it ended instead. */
  url: string | undefined;
  out(): string;
  err(): string;
  /** Resolves when it has ended by itself. */
  ended: Promise<Ended>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<Ended>;
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const address = /(?:Listening on|address {4}) ?(http:\S+)/;

/** The address, a secret path blanked, in what a server says when it runs. */
export function addressIn(text: string): string | undefined {
  return address.exec(text)?.[1];
}

/**
 * Starts the built program and waits until it says where it is. It ends with the test, if it didn't before.
 * @param redirection what a shell does to its streams, such as `> /dev/full`
 */
export async function serve(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { input, redirection = '' }: { input?: string | undefined; redirection?: string } = {},
): Promise<ServingProcess> {
  const words = [process.execPath, inject('program'), ...args];
  const [file = '', ...rest] = redirection ? ['sh', '-c', `exec "$0" "$@" ${redirection}`, ...words] : words;
  const child = spawn(file, rest, { env: { PATH: process.env.PATH, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  // Who ends at once does not read.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let over = false;
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    return { code, ...said };
  });
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  // A board serves nobody and has no address: it prints what there is.
  await until(() => over || addressIn(said.err) !== undefined || said.out !== '', 20_000);
  return { child, url: addressIn(said.err), out: () => said.out, err: () => said.err, ended, stop };
}

/**
 * Sends a request over a connection of its own, so that its path may be what no client would send: each character of
 * it is a byte.
 * @returns the status of the answer
 */
export async function request(
  url: string,
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<number> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({
    host: 'localhost',
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join(
    '\r\n',
  );
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(body)]));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

/** The path that a protected listener takes events below. */
export async function secretPath(env: NodeJS.ProcessEnv): Promise<string> {
  const { path }: { path: string } = JSON.parse((await blink('webhook address --json', { env })).out);
  return path;
}
