import { Option } from '@commander-js/extra-typings';
import { starterMenu } from '../../files/kinds/menu/template.ts';
import { define } from '../shared/command.ts';
import { writeCsv } from './convert.ts';

export default define(
  (command) =>
    command.addOption(
      new Option('--format <format>', 'csv or json')
        .choices(['csv', 'json'] as const)
        .default('csv' as const),
    ),
  ['blink menu template > menu.csv', 'blink menu template --format json'],
  async (context, _, { format }) => {
    if (format === 'csv') await writeCsv(context, starterMenu);
    else await context.output.data(`${JSON.stringify({ products: starterMenu }, null, 2)}\n`);
  },
);
