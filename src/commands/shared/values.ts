import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A flag's value that is a whole number from `least`, up to `most` where there is such a bound. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      const bound = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
      throw new InvalidArgumentError(`Expected a whole number from ${least}${bound}.`);
    }
    return value;
  };
}

/** A flag's value in percent, with or without its sign: `30` or `30%`. */
export function percent(text: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?%?$/.test(text)) throw new InvalidArgumentError('Expected a percentage like 30.');
  return Number(text.replace('%', ''));
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time as typed, such as `90s`, `30m`, `2h` or `7d`, in milliseconds; undefined for anything else. */
export function lengthOf(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  return count === undefined ? undefined : Number(count) * (units[unit] ?? 0);
}

/** A flag's value that is a time such as `90s`, `3m` or `1h`, in milliseconds. */
export function duration(text: string): number {
  const ms = lengthOf(text);
  if (!ms) throw new InvalidArgumentError('Expected a time like 90s, 3m or 1h.');
  return ms;
}
