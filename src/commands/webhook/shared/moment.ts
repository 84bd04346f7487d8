import { InvalidArgumentError } from '@commander-js/extra-typings';
import { lengthOf } from '../../shared/values.ts';

/** A flag's value that is a number of days, such as `30d` or `30`. */
export function days(text: string): number {
  const count = /^(\d{1,5})d?$/.exec(text.trim())?.[1];
  if (count === undefined) throw new InvalidArgumentError('Expected a number of days, like 30d.');
  return Number(count);
}

/** A flag's value that is a time, in milliseconds since 1970: so long ago, or a date, which is one of this place. */
export function moment(text: string): number {
  const ago = lengthOf(text);
  if (ago !== undefined) return Date.now() - ago;
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00`) : Date.parse(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time)) return time;
  throw new InvalidArgumentError(
    'Expected how long ago, like 30m, 2h or 7d, or a time like 2026-11-23T18:00.',
  );
}
