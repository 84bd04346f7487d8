import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { CliError } from '../../errors.ts';

/** Makes the folder for the state, readable by nobody else. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CliError('failed', `The simulator can't keep its state in ${folder}: ${reasonOf(cause)}`, {
      hint: 'Choose another folder with BLINK_STATE_DIR.',
      cause,
    });
  }
}

/** Listens, and resolves with where. */
export async function listen(
  server: Server,
  port: number,
  host: string,
): Promise<{ url: string; port: number }> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    throw new CliError('failed', `The simulator can't listen on ${host}:${port}: ${reasonOf(cause)}`, {
      hint: 'Choose another --port, or 0 for any that is free.',
      cause,
    });
  }
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${reachable(host)}:${bound}`, port: bound };
}

/** The host as a URL has it. An address that means "all of mine" is none to call. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
