import type { Server } from 'node:http';
import { CliError, messageOf } from './errors.ts';

/**
 * Lets a server listen.
 * @param port 0 for any that is free
 * @returns the port
 * @throws CliError `failed` when the port is taken or the host is not ours
 */
export async function listenOn(server: Server, port: number, host: string): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    throw new CliError('failed', `Can't listen on ${host}:${port}: ${reasonOf(cause)}.`, {
      hint: 'Choose another --port, or 0 for any that is free.',
      cause,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Where a server of this computer answers, without a slash at the end. */
export function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'permission is denied; ports below 1024 are for administrators',
  EADDRNOTAVAIL: 'this computer has no such address',
  ENOTFOUND: 'there is no such host name',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? messageOf(error);
}
