import type { Command } from '@commander-js/extra-typings';
import { defaultLimits } from '../sync/limits.ts';
import { percent, wholeNumber } from './values.ts';

/** Adds the flags that lift the limits of every command that sends prices of many products. */
export function limitFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .option('--max-price-change <percent>', 'how far a price may move', percent, defaultLimits.priceChange)
    .option(
      '--max-price-moves <count>',
      'how many products may have it move farther',
      wholeNumber(0),
      defaultLimits.priceMoves,
    )
    .option('--allow-empty', 'a file without products is no mistake');
}
