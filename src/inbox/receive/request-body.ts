import type { IncomingMessage } from 'node:http';

/** What a request brought: its body, or why there is none. `busy`: too many large ones are under way. */
export type Brought = Buffer | 'too_large' | 'busy' | 'broken_off';

/** How much of a body is taken whatever else is under way. Orders have a few thousand bytes. */
const small = 64 * 1024;

/**
 * Reads bodies in bounded memory.
 * @param limit how many bytes one may have
 * @param shared how many bytes all the large ones may have together, until they are used
 * @returns what reads one and hands it to `use`
 */
export function bodyReader(
  limit: number,
  shared: number,
): (request: IncomingMessage, use: (brought: Brought) => Promise<void>) => Promise<void> {
  let taken = 0;

  return async (request, use) => {
    let own = 0;
    const take = (length: number) => {
      const wanted = length > small ? length : 0;
      taken += wanted - own;
      own = wanted;
      return taken <= shared;
    };
    try {
      await use(await read(request, limit, take));
    } finally {
      take(0);
    }
  };
}

/** Listens for the pieces itself: an iterator over the request costs as much as all the rest. */
function read(request: IncomingMessage, limit: number, take: (length: number) => boolean): Promise<Brought> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (brought: Brought) => {
      request.off('data', add);
      resolve(brought);
    };
    const add = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) finish('too_large');
      else if (!take(length)) finish('busy');
      else chunks.push(chunk);
    };
    if (Number(request.headers['content-length'] ?? 0) > limit) return finish('too_large');
    request.on('data', add);
    request.once('end', () => finish(Buffer.concat(chunks, length)));
    // Without an end before it: the client went away, or took too long.
    request.once('close', () => finish('broken_off'));
    request.once('error', () => finish('broken_off'));
  });
}
