/** A page as Laravel cuts lists into them. `last_page` says where the list ends; nothing else about its length is believed. */
export interface Page<T> {
  current_page: number;
  last_page: number;
  data: readonly T[];
}

export interface Walk {
  /** The page to begin with. */
  first: number;
  /** How many records are wanted at most; all of them if not given. */
  limit?: number | undefined;
  /** How many pages are fetched ahead of the one that is being used. */
  concurrency: number;
}

/**
 * Walks a list page by page, in order. Pages are fetched ahead, but never more than `concurrency` of them, and none
 * that the limit makes needless: a page is taken to hold no more than the largest one so far. The list may grow while
 * it is walked. Whoever stops reading stops the fetching.
 * @throws what `fetch` throws for a page, once every page before it was given
 */
export async function* walkPages<T>(
  fetch: (page: number, signal: AbortSignal) => Promise<Page<T>>,
  { first, limit = Number.POSITIVE_INFINITY, concurrency }: Walk,
): AsyncGenerator<Page<T>, void, undefined> {
  const stop = new AbortController();
  const ahead: Promise<Page<T>>[] = [];
  let next = first;
  let last = first;
  let left = limit;
  let largest = 1;

  const fetchAhead = () => {
    const wanted = Math.min(concurrency, Math.ceil(left / largest));
    for (; ahead.length < wanted && next <= last; next += 1) {
      const page = fetch(next, stop.signal);
      // What goes wrong is looked at when its turn comes, which may be never.
      page.catch(() => {});
      ahead.push(page);
    }
  };

  try {
    fetchAhead();
    for (let turn = ahead.shift(); turn !== undefined && left > 0; turn = ahead.shift()) {
      const page = await turn;
      last = Math.max(last, page.last_page);
      largest = Math.max(largest, page.data.length);
      const data = page.data.slice(0, left);
      left -= data.length;
      fetchAhead();
      yield { ...page, data };
    }
  } finally {
    stop.abort();
  }
}
