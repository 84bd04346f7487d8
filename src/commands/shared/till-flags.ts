import { type Command, Option } from '@commander-js/extra-typings';
import type { Decisions, IdSource } from '../../files/profiles/decisions.ts';

const formats = [
  'own',
  'foodics',
  'loyverse',
  'shopify',
  'square',
  'woocommerce',
] as const satisfies readonly Decisions['format'][];

const idSources = [
  'handle',
  'token',
  'sku',
  'name-slug',
  'handle+options',
] as const satisfies readonly IdSource[];

/** The flags of every command that takes the export of a till: what its rows become in Blink. */
export interface TillFlags extends Decisions {
  currency?: string | undefined;
  minorUnits?: true | undefined;
  map?: readonly string[] | undefined;
}

/** Adds those flags. */
export function tillFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .optionsGroup('Exports and other sheets')
    .option(
      '--map <column=field>',
      'what a column of your own means, or a file of such lines (repeatable)',
      collect,
    )
    .addOption(new Option('--format <name>', 'whose export it is, where that is not seen').choices(formats))
    .addOption(
      new Option(
        '--variants <meaning>',
        'make variants products of their own, or options of a required choice',
      ).choices(['products', 'modifier'] as const),
    )
    .addOption(new Option('--id-from <source>', "what an export's ids are made of").choices(idSources))
    .addOption(new Option('--sku-from <source>', "what an export's skus are made of").choices(idSources))
    .addOption(
      new Option('--name <which>', 'which name, where each product has two').choices([
        'name',
        'localized',
        'both',
      ] as const),
    )
    .option('--skip-variable', 'leave out what has "variable" for a price')
    .option('--default <field=value>', 'what blank cells and absent columns say (repeatable)', collect)
    .option('--branch <id>', "the branch that an export's only store is, or the one store to take")
    .option('--price-column <header>', 'the column to take prices from, where an export has several')
    .option('--category <name>', 'the category of products that have none')
    .option('--currency <name>', 'what stands beside amounts: Rs, PKR, $')
    .option('--minor-units', 'amounts are in paisas or cents: 125000 is 1250.00')
    .optionsGroup('');
}

function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}
