import { CliError } from '../../errors.ts';
import { define } from '../shared/command.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { countMenu } from '../shared/words.ts';

export default define(
  (command) =>
    readFlags(
      command.argument('<file...>', "a menu as CSV or JSON, or a till's export; - reads standard input"),
    ),
  [
    'blink menu validate menu.csv',
    'blink menu validate menu.csv --report problems.csv',
    'blink menu validate export_items.csv --variants products --skip-variable',
  ],
  async (context, [files], flags) => {
    const menu = await readMenuFile(context, files, flags);
    if (menu.items.length === 0) {
      throw new CliError('invalid_input', `${menu.name} has no products.`, {
        hint: '"blink menu template" prints a file to start from.',
      });
    }
    const counts = countMenu(menu.items);
    const warnings = menu.problems;
    if (context.output.forPeople) await context.output.report(`${menu.name} is right: ${counts.words}.`);
    else {
      const till = menu.till === undefined ? {} : { till: menu.till };
      await context.output.json({ file: menu.name, ...till, ...counts.numbers, warnings });
    }
  },
);
