/** A stream of which the beginning is known before it is read. */
export interface Ahead {
  /** Its first bytes: as many as were asked for and a few more, or all of them. */
  head: Buffer;
  /** The whole stream, the beginning included. It can be read once. */
  chunks: AsyncIterable<Uint8Array>;
  /** Lets go of a stream that is not read to its end. */
  close(): Promise<void>;
}

/** Takes at least `size` bytes from a stream, fewer where it is shorter. */
export async function readAhead(stream: AsyncIterable<Uint8Array>, size: number): Promise<Ahead> {
  const rest = stream[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  for (let length = 0; length < size; ) {
    const { done, value } = await rest.next();
    if (done) break;
    taken.push(value);
    length += value.length;
  }
  const close = async () => void (await rest.return?.());
  async function* all() {
    try {
      yield* taken;
      yield* { [Symbol.asyncIterator]: () => rest };
    } finally {
      await close();
    }
  }
  return { head: Buffer.concat(taken), chunks: all(), close };
}
