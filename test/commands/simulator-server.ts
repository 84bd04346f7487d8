import { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { main } from '../../src/main.ts';
import { eventually } from '../eventually.ts';
import { home } from '../front-door.ts';

/** `blink simulator start`, running in this process. */
export interface Serving {
  url: string;
  env: NodeJS.ProcessEnv;
  /** What a client in another terminal is told to set. */
  client: NodeJS.ProcessEnv;
  out(): string;
  err(): string;
  /** Ends it as Ctrl-C does. @returns the exit code */
  stop(): Promise<number>;
}

/**
 * Starts it on a free port and waits for its banner.
 * @param columns the width of its terminal; a pipe where not given
 */
export async function serving(
  flags: string,
  options: { env?: NodeJS.ProcessEnv; input?: string; columns?: number } = {},
): Promise<Serving> {
  const { env = home(), input, columns } = options;
  const interruption = new AbortController();
  const [out, err] = [sink(columns), sink(undefined)];
  const io = {
    stdin: Readable.from(input === undefined ? [] : [Buffer.from(input)]),
    stdout: out.stream,
    stderr: err.stream,
    env: { ...env, NO_COLOR: '1' },
    platform: process.platform,
  };
  const argv = ['simulator', 'start', '--port', '0', ...flags.split(' ').filter((word) => word !== '')];
  const ended = main(argv, io, interruption.signal);
  const stop = () => {
    interruption.abort(new CliError('interrupted', 'Stopped.'));
    return ended;
  };
  onTestFinished(async () => {
    await stop();
  });
  const url = await eventually(() => {
    const found = /address {4}(http:\S+)/.exec(err.text())?.[1];
    if (found === undefined) throw new Error(err.text());
    return found;
  });
  const client = { ...home(), BLINK_ENV: 'local', BLINK_API_URL: url, BLINK_LOGISTICS_URL: url };
  return { url, env, client, out: out.text, err: err.text, stop };
}

function sink(columns: number | undefined) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const text = () => Buffer.concat(chunks).toString();
  return { text, stream: columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns }) };
}
