import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is taken for a digit, and text sorts as the numbers do. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const base = digits.length;

const timeLength = 9;
const countLength = 2;
const randomLength = 5;
const mostInAMillisecond = base ** countLength;

/** The least id of a time in milliseconds since 1970: every event stored then or later has a greater one. */
export function idAt(time: number): string {
  return encode(Math.max(0, time), timeLength).padEnd(timeLength + countLength + randomLength, '0');
}

/** The time in an id, in milliseconds since 1970. It is that of the storing, and never runs backwards. */
export function timeOfId(id: string): number {
  let time = 0;
  for (const digit of id.slice(0, timeLength)) time = time * base + Math.max(0, digits.indexOf(digit));
  return time;
}

/** So far, in milliseconds, the newest id may be ahead of the clock: more is no small correction, the clock was wrong. */
const farAhead = 86_400_000;
/** A clock that shows a time before there was this program is wrong now. */
const beginning = Date.UTC(2026, 0);

/** Whether an id was made by a clock that was ahead, and this time is the right one. */
export function isFromWrongClock(id: string, now: number): boolean {
  return isFarAhead(timeOfId(id), now);
}

function isFarAhead(time: number, now: number): boolean {
  return time - now > farAhead && now >= beginning;
}

/**
 * Makes ids for given times that sort in the order they are made in, also when the clock is set back. Only after a
 * clock that was ahead by more than a day they begin anew at the right time.
 * @param last the newest id there is already, which all of these come after
 */
export function eventIds(last: string | undefined): (now: number) => string {
  let time = last === undefined ? 0 : timeOfId(last) + 1;
  let count = 0;
  return (now) => {
    if (now > time || isFarAhead(time, now)) {
      time = now;
      count = 0;
    } else if (count === mostInAMillisecond) {
      time += 1;
      count = 0;
    }
    const id = encode(time, timeLength) + encode(count, countLength);
    count += 1;
    // Several inboxes may be forwarded to one till, so ids of one millisecond have to differ between them.
    return id + encode(randomInt(base ** randomLength), randomLength);
  };
}

function encode(value: number, length: number): string {
  let text = '';
  for (let rest = Math.floor(value); text.length < length; rest = Math.floor(rest / base)) {
    text = digits.charAt(rest % base) + text;
  }
  return text;
}
