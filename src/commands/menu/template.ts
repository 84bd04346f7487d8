import { Option } from '@commander-js/extra-typings';
import { starterMenu } from '../../files/kinds/menu/template.ts';
import { define } from '../shared/command.ts';
import { forms, writeMenu } from './shared/write-menu.ts';

export default define(
  (command) =>
    command
      .addOption(new Option('--to <format>', 'csv unless told otherwise').choices(forms))
      .addOption(new Option('--format <format>', 'the same').choices(forms).hideHelp()),
  [
    'blink menu template > menu.csv',
    'blink menu template --to json',
    'blink menu template --to xlsx > menu.xlsx',
  ],
  async (context, _, { to, format = 'csv' }) => {
    const form = to ?? format;
    if (form === 'json') await context.output.data(`${JSON.stringify({ products: starterMenu }, null, 2)}\n`);
    else await writeMenu(context, form, starterMenu);
  },
);
