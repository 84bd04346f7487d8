import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Bounds how many connections a server has open. When there are too many, the one goes that has been waited for the
 * longest: those who open connections and say nothing give way to those who post.
 * @param most how many may be open
 */
export function boundConnections(server: Server, most: number): void {
  // In the order of their last answer; those whose request is being answered are not waited for.
  const waiting = new Set<Socket>();
  let open = 0;

  server.on('connection', (socket: Socket) => {
    open += 1;
    waiting.add(socket);
    socket.once('close', () => {
      open -= 1;
      waiting.delete(socket);
    });
    const [longest] = waiting;
    if (open > most && longest !== undefined) longest.destroy();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    request.once('end', () => waiting.delete(socket));
    response.once('close', () => {
      if (!socket.destroyed) waiting.add(socket);
    });
  });
}
