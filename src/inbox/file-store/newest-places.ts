import { type Fitting, openDay } from './day-search.ts';
import type { EventPlace } from './place.ts';
import type { Search } from './search.ts';

/** Where the newest events stand that fit, oldest first. What is older than those is not looked at. */
export async function newestPlaces(search: Search, newest: number): Promise<EventPlace[]> {
  let places: EventPlace[] = [];
  const add = async (found: AsyncIterable<Fitting>) => {
    const own: EventPlace[] = [];
    for await (const { place } of found) own.push(place);
    places = [...own, ...places].slice(-newest);
  };
  if (newest === 0) return places;
  for (const day of search.days.toReversed()) {
    const file = openDay(search, day);
    try {
      await add(file.lines({ from: file.covered }));
      for (const block of file.blocks.toReversed()) {
        if (places.length >= newest) break;
        await add(file.within(block, newest - places.length));
      }
    } finally {
      file.close();
    }
    if (places.length >= newest) break;
  }
  return places;
}
