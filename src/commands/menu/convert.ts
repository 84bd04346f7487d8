import { Option } from '@commander-js/extra-typings';
import { CliError } from '../../errors.ts';
import { define, writesWorkbooks } from '../shared/command.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { formByEnding, forms, writeMenu } from './shared/write-menu.ts';

export default writesWorkbooks(
  define(
    (command) =>
      readFlags(
        command
          .argument(
            '<file...>',
            "a menu as CSV, JSON or a workbook, or a till's export; - reads standard input",
          )
          .addOption(
            new Option('--to <format>', 'what to turn it into; the ending of --out says so too').choices(
              forms,
            ),
          ),
      ),
    [
      'blink menu convert menu.csv --out menu.json',
      'blink menu convert menu.json --out menu.xlsx',
      'blink menu convert menu.xlsx --to csv',
    ],
    async (context, [files], { to, ...flags }) => {
      const form = to ?? formByEnding(context.output.file);
      if (form === undefined) {
        throw new CliError('usage', 'Nothing says what to turn the menu into.', {
          hint: 'Name the file it goes to, --out menu.xlsx, or the format, --to json, csv or xlsx.',
        });
      }
      const { items } = await readMenuFile(context, files, flags);
      await writeMenu(context, form, items);
    },
  ),
);
