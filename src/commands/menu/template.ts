import { Option } from '@commander-js/extra-typings';
import { starterMenu } from '../../files/kinds/menu/template.ts';
import { define, writesWorkbooks } from '../shared/command.ts';
import { formByEnding, forms, writeMenu } from './shared/write-menu.ts';

export default writesWorkbooks(
  define(
    (command) =>
      command
        .addOption(new Option('--to <format>', 'csv unless the ending of --out says another').choices(forms))
        .addOption(new Option('--format <format>').choices(forms).hideHelp()),
    [
      'blink menu template --out menu.csv',
      'blink menu template --out menu.xlsx',
      'blink menu template --to json',
    ],
    async (context, _, { to, format }) => {
      const form = to ?? format ?? formByEnding(context.output.file) ?? 'csv';
      if (form === 'json')
        await context.output.data(`${JSON.stringify({ products: starterMenu }, null, 2)}\n`);
      else await writeMenu(context, form, starterMenu);
    },
  ),
);
