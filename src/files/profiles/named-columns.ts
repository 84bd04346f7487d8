import { headerName } from '../sheet/layout.ts';
import type { Row } from './profile.ts';

/** What a column is, and the headers under which exports have it, spelt as by `headerName`. */
export type NamedColumn<Name extends string> = readonly [name: Name, ...headers: string[]];

/** Where columns stand, from 0. */
export type Places<Name extends string> = ReadonlyMap<Name, number>;

/** Finds columns by their headers. The first header of a name that is there counts. */
export function placesOf<Name extends string>(
  header: readonly string[],
  columns: readonly NamedColumn<Name>[],
): Places<Name> {
  const names = header.map(headerName);
  const places = new Map<Name, number>();
  for (const [name, ...headers] of columns) {
    const found = headers.find((one) => names.includes(one));
    if (found !== undefined) places.set(name, names.indexOf(found));
  }
  return places;
}

/** The text of a row under a column, without the spaces around it; blank where there is no such column. */
export function textOf<Name extends string>({ cells }: Row, places: Places<Name>, name: Name): string {
  const place = places.get(name);
  return place === undefined ? '' : (cells[place] ?? '').trim();
}
