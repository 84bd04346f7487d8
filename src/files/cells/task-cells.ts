import { type CellKind, type CellRules, Refusal } from './cells.ts';

/** How cells and flags of a delivery are read: money and ids as everywhere, and these kinds besides. */

/** How the customer pays: cash on delivery, or online already. */
export const payment: CellKind = (text) => {
  const word = text.toUpperCase();
  if (word === 'COD' || word === 'CASH') return 'COD';
  return word === 'ONLINE' ? word : new Refusal('COD or ONLINE');
};

/** 1 for a delivery, 2 for a return. */
export const taskType: CellKind = (text) => {
  if (text === '1' || /^normal$/i.test(text)) return 1;
  return text === '2' || /^return$/i.test(text) ? 2 : new Refusal('1 (normal) or 2 (return)');
};

/** A phone number of 7 to 15 digits; what people write between them is left out. */
export const phone: CellKind = (text) => {
  const number = text.replace(/[\s().-]/g, '');
  if (/^\+?\d{7,15}$/.test(number)) return number;
  const hint = /e\+/i.test(text)
    ? 'The spreadsheet shortened a long number. Format the column as text and type or export it again.'
    : undefined;
  return new Refusal('a phone number like 923001234567', hint);
};

/** Degrees as text, at most `limit` north, south, east or west of zero. */
function degrees(limit: number, example: string): CellKind {
  return (text) =>
    /^-?\d{1,3}(\.\d+)?$/.test(text) && Math.abs(Number(text)) <= limit
      ? text
      : new Refusal(`degrees from -${limit} to ${limit}, like ${example}`);
}

export const latitude = degrees(90, '24.871641');
export const longitude = degrees(180, '67.059906');

const expectedTime = 'a time like 2026-11-23T18:30:00Z, 2026-11-23 23:30, 23:30 or +45m';
const sinceNow = /^\+(?:(\d{1,3})h)?(?:(\d{1,4})m)?$/i;
const wallClock = /^(?:(\d{4})-(\d\d)-(\d\d)[T ])?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;
const withZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * A point in time, as Blink's logistics wants it: UTC, `2024-06-06T04:29:15.000Z`. Without a zone it is a time on this
 * computer's clock, without a date it is today, and `+45m` or `+1h30m` counts from now.
 */
export const utcTime: CellKind = (text, { now = Date.now() }: CellRules) => {
  const [, hours, minutes] = sinceNow.exec(text) ?? [];
  if (hours !== undefined || minutes !== undefined) {
    return new Date(now + (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000).toISOString();
  }
  if (withZone.test(text)) {
    const time = new Date(text.replace(' ', 'T'));
    const day = Number(text.slice(8, 10));
    return Number.isNaN(time.getTime()) || day > daysIn(text)
      ? new Refusal(expectedTime)
      : time.toISOString();
  }
  return localTime(text, now) ?? new Refusal(expectedTime);
};

function daysIn(date: string): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
}

function localTime(text: string, now: number): string | undefined {
  const found = wallClock.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second = '0'] = found;
  const today = new Date(now);
  const [y, m, d] =
    year === undefined
      ? [today.getFullYear(), today.getMonth(), today.getDate()]
      : [Number(year), Number(month) - 1, Number(day)];
  const time = new Date(y, m, d, Number(hour), Number(minute), Number(second));
  const same = time.getDate() === d && time.getMonth() === m && Number(hour) < 24 && Number(minute) < 60;
  return same ? time.toISOString() : undefined;
}
