import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A flag's value that is a whole number from `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
    }
    return value;
  };
}

/** A flag's value in percent, with or without its sign: `30` or `30%`. */
export function percent(text: string): number {
  if (!/^\d+(\.\d+)?%?$/.test(text)) throw new InvalidArgumentError('Expected a percentage like 30.');
  return Number(text.replace('%', ''));
}
