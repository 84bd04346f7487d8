import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { customersPage, pageOf } from '../customers.ts';
import { blinkLike, type Received } from '../server.ts';

export interface Serving {
  url: string;
  /** How many requests came. */
  count(): number;
  close(): void;
}

const customers = { pages: 1000, perPage: 100 };

/** Answers as Blink does, after so many milliseconds. It has 100,000 customers. */
export async function slowServer(delay: number): Promise<Serving> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      count++;
      const { method = '', url: path = '', headers } = request;
      const { body } = answer({ method, path, headers, body: '' });
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      }, delay);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, count: () => count, close };
}

function answer(request: Received) {
  return request.path.includes('customers') ? customersPage(customers, pageOf(request)) : blinkLike(request);
}

/** A server as a process of its own. */
export interface Listening {
  url: string;
  stop(): Promise<void>;
}

/** Starts a program that tells its address on standard output or standard error, and waits for that. */
export async function listening(
  [file, ...words]: readonly [string, ...string[]],
  env = {},
): Promise<Listening> {
  const child = spawn(file, words, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  const url = await new Promise<string>((told, fail) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += String(chunk);
      const found = /http:\/\/[\w.:/-]+/.exec(said)?.[0];
      if (found === undefined) return;
      told(found);
      // What it says from now on is read and forgotten, so that it never waits for a full pipe.
      for (const stream of [child.stdout, child.stderr]) stream.removeListener('data', listen).resume();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then(() => fail(new Error(`${words.join(' ')} does not listen: ${said}`)));
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { url, stop };
}

const bareSource = (keep: string) => `
  const { openSync, writeSync, fsyncSync } = require('node:fs');
  const file = openSync(process.argv[1], 'a');
  const server = require('node:http').createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      ${keep}
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port + '/'));`;

/** A receiver without anything of ours: it answers, and that is all. */
export const answering = bareSource('');
/** One that keeps each body for good before it answers. */
export const flushing = bareSource('writeSync(file, Buffer.concat(chunks)); fsyncSync(file);');
