import { Option } from '@commander-js/extra-typings';
import { define } from '../shared/command.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { forms, writeMenu } from './shared/write-menu.ts';

export default define(
  (command) =>
    readFlags(
      command
        .argument(
          '<file...>',
          "a menu as CSV, JSON or a workbook, or a till's export; - reads standard input",
        )
        .addOption(new Option('--to <format>', 'what to turn it into').choices(forms).makeOptionMandatory()),
    ),
  [
    'blink menu convert menu.csv --to json > menu.json',
    'blink menu convert menu.json --to csv > menu.csv',
    'blink menu convert menu.csv --to xlsx > menu.xlsx',
  ],
  async (context, [files], { to, ...flags }) => {
    const { items } = await readMenuFile(context, files, flags);
    await writeMenu(context, to, items);
  },
);
