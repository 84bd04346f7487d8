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

async function read(
  request: IncomingMessage,
  limit: number,
  take: (length: number) => boolean,
): Promise<Brought> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return 'too_large';
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes: Buffer = chunk;
      length += bytes.length;
      if (length > limit) return 'too_large';
      if (!take(length)) return 'busy';
      chunks.push(bytes);
    }
    return request.complete ? Buffer.concat(chunks, length) : 'broken_off';
  } catch {
    return 'broken_off';
  }
}
