import { expect, it } from 'vitest';
import { readAhead } from '../../../src/files/readers/ahead.ts';

/** A stream that notes how far it was read, and whether it was let go. */
function stream(...texts: string[]) {
  const state = { given: 0, isClosed: false };
  async function* chunks() {
    try {
      for (const text of texts) {
        state.given += 1;
        yield Buffer.from(text);
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { chunks: chunks(), state };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read).toString();
}

it.each([
  [0, 0, ''],
  [1, 1, 'a,'],
  [2, 1, 'a,'],
  [3, 2, 'a,b\n'],
  [99, 3, 'a,b\nc'],
])('%i bytes take %i chunks, and the whole is there afterwards', async (size, given, head) => {
  const { chunks, state } = stream('a,', 'b\n', 'c');
  const ahead = await readAhead(chunks, size);
  expect([ahead.head.toString(), state.given]).toEqual([head, given]);
  expect(await textOf(ahead.chunks)).toBe('a,b\nc');
  expect(state.isClosed).toBe(true);
});

it('a stream is let go, whether it is read in part or not at all', async () => {
  const unread = stream('a', 'b', 'c');
  await (await readAhead(unread.chunks, 1)).close();
  expect(unread.state).toEqual({ given: 1, isClosed: true });

  const begun = stream('a', 'b', 'c');
  const ahead = await readAhead(begun.chunks, 1);
  for await (const _ of ahead.chunks) break;
  expect(begun.state).toEqual({ given: 1, isClosed: true });
});
