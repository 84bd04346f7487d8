import { describe, expect, it } from 'vitest';
import { type Page, walkPages } from '../../src/blink/pages.ts';

/** A list of numbers in pages, which notes what is asked of it. Answers wait until they are let go, where told so. */
function list(count: number, perPage: number, { held = false, lastPage = Math.ceil(count / perPage) } = {}) {
  const asked: number[] = [];
  const waiting = new Map<number, () => void>();
  let stopped: AbortSignal | undefined;
  const fetch = async (page: number, signal: AbortSignal): Promise<Page<number>> => {
    asked.push(page);
    stopped = signal;
    if (held) await new Promise<void>((resolve) => waiting.set(page, resolve));
    const data = Array.from({ length: perPage }, (_, i) => (page - 1) * perPage + i + 1);
    return { current_page: page, last_page: lastPage, data: data.filter((number) => number <= count) };
  };
  return {
    asked,
    fetch,
    /** Lets an answer go, and waits until whatever follows from it has happened. */
    async answer(page: number) {
      waiting.get(page)?.();
      await settled();
    },
    isStopped: () => stopped?.aborted ?? false,
  };
}

/** A turn of the event loop: every promise that can go on has gone on. */
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function all<T>(pages: AsyncIterable<Page<T>>): Promise<T[]> {
  const records: T[] = [];
  for await (const { data } of pages) records.push(...data);
  return records;
}

const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

describe('walking pages', () => {
  it.each([
    { count: 10, perPage: 3, pages: 4 },
    { count: 9, perPage: 3, pages: 3 },
    { count: 1, perPage: 3, pages: 1 },
  ])('gives all $count records in order and asks for each page once', async ({ count, perPage, pages }) => {
    const { asked, fetch } = list(count, perPage);
    expect(await all(walkPages(fetch, { first: 1, concurrency: 4 }))).toEqual(numbers(count));
    expect(asked).toEqual(numbers(pages));
  });

  it('begins with another page', async () => {
    const { asked, fetch } = list(10, 3);
    expect(await all(walkPages(fetch, { first: 3, concurrency: 4 }))).toEqual([7, 8, 9, 10]);
    expect(asked).toEqual([3, 4]);
  });

  it('gives the one empty page of a list that has none, and of a page beyond the end', async () => {
    const empty = list(0, 3, { lastPage: 1 });
    expect(await all(walkPages(empty.fetch, { first: 1, concurrency: 4 }))).toEqual([]);
    expect(empty.asked).toEqual([1]);
    const beyond = list(6, 3);
    expect(await all(walkPages(beyond.fetch, { first: 9, concurrency: 4 }))).toEqual([]);
    expect(beyond.asked).toEqual([9]);
  });

  it('follows an end that moves away, and one that comes nearer', async () => {
    const asked: number[] = [];
    const growing = async (page: number): Promise<Page<number>> => {
      asked.push(page);
      return { current_page: page, last_page: Math.min(5, page + 1), data: [page] };
    };
    expect(await all(walkPages(growing, { first: 1, concurrency: 4 }))).toEqual([1, 2, 3, 4, 5]);
    const shrinking = async (page: number): Promise<Page<number>> => {
      return { current_page: page, last_page: page < 2 ? 4 : 2, data: page <= 2 ? [page] : [] };
    };
    expect(await all(walkPages(shrinking, { first: 1, concurrency: 2 }))).toEqual([1, 2]);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps the order when answers come in another one', async () => {
    const { fetch, answer } = list(12, 3, { held: true });
    const records = all(walkPages(fetch, { first: 1, concurrency: 4 }));
    for (const page of [1, 4, 3, 2]) await answer(page);
    expect(await records).toEqual(numbers(12));
  });

  it('waits for the first page, then fetches as many ahead as allowed, however slowly it is read', async () => {
    const { asked, fetch, answer } = list(300, 3, { held: true });
    const pages = walkPages(fetch, { first: 1, concurrency: 4 });
    const first = pages.next();
    await settled();
    expect(asked).toEqual([1]);
    await answer(1);
    await first;
    expect(asked).toEqual([1, 2, 3, 4, 5]);
    for (const page of [2, 3, 4, 5]) await answer(page);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
    await pages.next();
    await settled();
    expect(asked).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives what came before a page that fails, then its error, and asks for no more', async () => {
    const { asked, fetch } = list(30, 3);
    const failing = async (page: number, signal: AbortSignal) => {
      const answer = await fetch(page, signal);
      if (page === 4) throw new Error('page 4 failed');
      return answer;
    };
    const seen: number[] = [];
    const walked = (async () => {
      for await (const { data } of walkPages(failing, { first: 1, concurrency: 2 })) seen.push(...data);
    })();
    await expect(walked).rejects.toThrow('page 4 failed');
    expect(seen).toEqual(numbers(9));
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  it('stops what is under way when nobody reads any more', async () => {
    const { asked, fetch, isStopped } = list(300, 3);
    for await (const { current_page } of walkPages(fetch, { first: 1, concurrency: 2 })) {
      if (current_page === 2) break;
      expect(isStopped()).toBe(false);
    }
    expect(isStopped()).toBe(true);
    expect(asked).toEqual([1, 2, 3, 4]);
  });
});

describe('a limit', () => {
  it.each([
    { limit: 1, asked: [1] },
    { limit: 3, asked: [1] },
    { limit: 4, asked: [1, 2] },
    { limit: 8, asked: [1, 2, 3] },
    { limit: 1000, asked: [1, 2, 3, 4] },
  ])('of $limit gives as many and asks for pages $asked only', async ({ limit, asked }) => {
    const pages = list(10, 3);
    expect(await all(walkPages(pages.fetch, { first: 1, limit, concurrency: 4 }))).toEqual(
      numbers(Math.min(limit, 10)),
    );
    expect(pages.asked).toEqual(asked);
  });

  it('is reached over pages that are shorter than the first', async () => {
    const sizes = [3, 1, 1, 3];
    const uneven = async (page: number): Promise<Page<number>> => {
      return { current_page: page, last_page: 4, data: numbers(sizes[page - 1] ?? 0, page * 10) };
    };
    const walk = { first: 1, limit: 6, concurrency: 4 };
    expect(await all(walkPages(uneven, walk))).toEqual([10, 11, 12, 20, 30, 40]);
  });
});
