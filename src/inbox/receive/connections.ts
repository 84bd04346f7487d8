import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Who posts waits so long for the answer, in milliseconds: what is under way for longer nobody waits for. */
const patience = 5000;

/**
 * Bounds how many connections a server has open. When there are too many, the one goes that has said nothing for the
 * longest; where all of them are saying something, the one that takes too long for it, else the newcomer. Those who
 * open connections give way to those who post.
 * @param most how many may be open
 */
export function boundConnections(server: Server, most: number): void {
  // Both in the order in which they came to be so.
  const silent = new Set<Socket>();
  const busy = new Map<Socket, number>();
  let open = 0;

  function giveWay(newcomer: Socket): void {
    const [longest] = silent;
    const [slowest, since = Number.POSITIVE_INFINITY] = busy.entries().next().value ?? [];
    if (longest !== undefined && longest !== newcomer) longest.destroy();
    else if (slowest !== undefined && performance.now() - since > patience) slowest.destroy();
    else newcomer.destroy();
  }

  server.on('connection', (socket: Socket) => {
    open += 1;
    silent.add(socket);
    socket.once('close', () => {
      open -= 1;
      silent.delete(socket);
      busy.delete(socket);
    });
    if (open > most) giveWay(socket);
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    silent.delete(socket);
    busy.set(socket, performance.now());
    response.once('close', () => {
      busy.delete(socket);
      if (!socket.destroyed) silent.add(socket);
    });
  });
}

const usually = 512;
/** Files that forwarding, commands and the inbox may have open at once. */
const ownFiles = 24;
const fewest = 8;

/** How many connections may be open beside the files that are needed: an operator may have limited them (`ulimit -n`). */
export function affordableConnections(): number {
  if (process.platform !== 'linux') return usually;
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    if (limit === undefined) return usually;
    const open = readdirSync('/proc/self/fd').length;
    return Math.max(fewest, Math.min(usually, Number(limit) - open - ownFiles));
  } catch {
    return usually;
  }
}
