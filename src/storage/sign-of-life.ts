import { closeSync, constants, openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { errorCode } from './faults.ts';

/** The longest path that a socket can have is 107 bytes on Linux. */
const longestPath = 100;

/**
 * Listens on a socket in a folder for as long as this process lives: the system closes it whatever the process dies
 * of, and answers for it from then on. Works on Linux, between its containers too; elsewhere, and where a file system
 * has no sockets, nothing is shown.
 * @returns how to end it
 */
export async function showLife(folder: string): Promise<() => void> {
  if (process.platform !== 'linux') return () => {};
  const server = createServer((socket) => socket.destroy());
  let path: SocketPath | undefined;
  try {
    path = socketIn(folder);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path: path?.path, exclusive: true }, resolve);
    });
  } catch {
    path?.close();
    return () => {};
  }
  // A failure to answer one who asks is theirs to cope with.
  server.on('error', () => {});
  server.unref();
  return () => {
    server.close();
    path?.close();
  };
}

/**
 * Asks whether the process still lives that shows its life in a folder. Only for folders of this kernel: the socket of
 * another computer, on a network disk, looks like that of a dead process.
 */
export function askForLife(folder: string): Promise<'there' | 'gone' | 'unknown'> {
  let path: SocketPath;
  try {
    path = socketIn(folder);
  } catch {
    return Promise.resolve('unknown');
  }
  return new Promise<'there' | 'gone' | 'unknown'>((resolve) => {
    const socket = connect({ path: path.path });
    socket.once('connect', () => {
      socket.destroy();
      resolve('there');
    });
    socket.once('error', (error) => resolve(answers[errorCode(error) ?? ''] ?? 'unknown'));
  }).finally(() => path.close());
}

/** A process that stands still accepts nobody, until those who wait are too many. */
const answers: Readonly<Record<string, 'there' | 'gone'>> = { ECONNREFUSED: 'gone', EAGAIN: 'there' };

interface SocketPath {
  path: string;
  close(): void;
}

/** The way to the socket. Where it is too long it leads through the open folder, which must stay open meanwhile. */
function socketIn(folder: string): SocketPath {
  const path = join(folder, 'alive');
  if (Buffer.byteLength(path) <= longestPath) return { path, close: () => {} };
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${descriptor}/alive`, close: () => closeSync(descriptor) };
}
