import type { Call } from '../call.ts';
import { type Answer, success } from './answer.ts';
import { invalid } from './laravel.ts';

/**
 * A list cut into pages as Laravel does it, with the keys of the vendor's customers sample.
 * The page is the query's `page`, 1 when not given; one beyond the last is empty.
 */
export function pageOf(call: Call, items: readonly unknown[], perPage: number): Answer {
  const found = cut(call, items, perPage);
  return 'refusal' in found ? found.refusal : success(found.page);
}

/** The same with the page's keys beside those of the envelope, as readers of the menu take it: `data` is the list. */
export function flatPageOf(call: Call, items: readonly unknown[], perPage: number): Answer {
  const found = cut(call, items, perPage);
  if ('refusal' in found) return found.refusal;
  const { data, ...rest } = found.page;
  const { status, body } = success(data);
  return { status, body: { ...Object(body), ...rest } };
}

function cut({ query, path, simulator }: Call, items: readonly unknown[], perPage: number) {
  const asked = query.get('page') ?? '1';
  const current = Number(asked);
  if (!/^-?\d+$/.test(asked) || !Number.isSafeInteger(current)) {
    return { refusal: invalid([['page', 'The page must be an integer.']]) };
  }
  if (current < 1) return { refusal: invalid([['page', 'The page must be at least 1.']]) };

  const url = `${simulator.url}${path}`;
  const link = (page: number) => `${url}?page=${page}`;
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const before = (current - 1) * perPage;
  const data = items.slice(before, before + perPage);
  const page = {
    current_page: current,
    data,
    first_page_url: link(1),
    from: data.length > 0 ? before + 1 : null,
    last_page: last,
    last_page_url: link(last),
    next_page_url: current < last ? link(current + 1) : null,
    path: url,
    per_page: perPage,
    prev_page_url: current > 1 ? link(current - 1) : null,
    to: data.length > 0 ? before + data.length : null,
    total: items.length,
  };
  return { page };
}
