import type { StoredAs } from '../cells/stored-cells.ts';
import { type StoredCell, uncalculated } from './library.ts';

/** A cell as the text that every rule for cells reads, and what it was stored as where the text alone does not say it. */
export interface CellText {
  text: string;
  storedAs?: StoredAs;
}

const blank: CellText = { text: '' };

export function cellText(cell: StoredCell | typeof uncalculated | undefined): CellText {
  if (cell === undefined) return blank;
  if (cell === uncalculated) return { text: '=', storedAs: 'formula' };
  const { value, format = '' } = cell;
  if (typeof value === 'number') return numberText(value, format);
  if (value instanceof Date) return { text: dateText(value), storedAs: 'date' };
  return { text: guarded(String(value)) };
}

const shortest = 1e15;

/** The number itself, whatever Excel shows of it; with the zeros before it where that is how its format writes ids. */
function numberText(value: number, format: string): CellText {
  // Fifteen digits are what a spreadsheet knows. The rest is noise of its arithmetic.
  const number = Number(value.toPrecision(15));
  if (format.includes('%'))
    return { text: `${Number((number * 100).toPrecision(15))}%`, storedAs: 'percent' };
  if (Math.abs(value) >= shortest || /E[+-]/i.test(format))
    return { text: String(value), storedAs: 'long number' };
  if (!Number.isInteger(number)) return { text: String(number), storedAs: 'number' };
  return { text: number >= 0 ? asCode(String(number), format) : String(number) };
}

/** `00000`, and with signs between the digits `000-0000`. */
const codeFormat = /^(?:[0 /-]|\\.|"[^"]*")*00(?:[0 /-]|\\.|"[^"]*")*$/;

/** Digits in the places of a format that writes codes, as in `000-0000`; any other format changes nothing. */
function asCode(digits: string, format: string): string {
  if (!codeFormat.test(format)) return digits;
  const places = format.match(/\\.|"[^"]*"|./g) ?? [];
  const zeros = places.filter((place) => place === '0').length;
  const padded = digits.padStart(zeros, '0');
  let next = padded.length - zeros;
  let isFirst = true;
  return places
    .map((place) => {
      if (place !== '0') return place.replace(/^\\|"/g, '');
      const from = isFirst ? 0 : next;
      isFirst = false;
      next += 1;
      return padded.slice(from, next);
    })
    .join('');
}

/** `2026-11-23`, `2026-11-23 18:30:00`, and `18:30:00` for a time of no day. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '#NUM!';
  const [day = '', time = ''] = new Date(Math.round(date.getTime() / 1000) * 1000)
    .toISOString()
    .split(/[T.]/);
  if (day <= '1900-01-00') return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}

/** An apostrophe before a sign is taken away when a cell is read, as in CSV. Here it was part of the text. */
function guarded(text: string): string {
  return /^\s*'+[=+\-@\t\r]/.test(text) ? text.replace("'", "''") : text;
}
