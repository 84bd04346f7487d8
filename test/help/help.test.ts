import { describe, expect, it } from 'vitest';
import { everyName, find } from '../../src/command-line/find.ts';
import { isGroup } from '../../src/commands/index.ts';
import { exitCodes as codes } from '../../src/errors.ts';
import { exitCodes } from '../../src/help/exit-codes.ts';
import { makePages } from '../../src/help/make-pages.ts';
import { renderPage } from '../../src/help/render.ts';
import { topicNames } from '../../src/help/topic-names.ts';
import { plainStyle } from '../../src/terminal/style.ts';
import { blink } from '../front-door.ts';

describe('a page of help', () => {
  it('says what a command does, its usage, examples and flags, and then how it calls and ends', async () => {
    const { code, out } = await blink('stock set --help');
    const parts = [
      'Send stock and price of one product.\n',
      '\nUsage: blink stock set <product> [flags]\n',
      '\nExamples:\n  $ blink stock set bbq-01 --branch 63',
      '\nArguments:\n  <product>',
      '\nFlags:\n  --price <amount>',
      '\nAPI: POST /interface/v1/syncStockAndPrice\n',
      '\nExit codes: 0 done, 1 refused or failed,',
      'blink help flags\n',
    ];
    expect(code).toBe(0);
    expect(parts.map((part) => out.indexOf(part))).toEqual(
      parts
        .map((part) => out.indexOf(part))
        .filter((at) => at >= 0)
        .sort((one, other) => one - other),
    );
    expect(out).not.toContain('--env <name>');
  });

  it('is there for every command, with an example of that command', async () => {
    for (const [name, entry] of everyName()) {
      const { code, out } = await blink(`${name} --help`);
      expect({ name, code }).toEqual({ name, code: 0 });
      expect(out).toContain(`\nUsage: blink ${name} `);
      if (isGroup(entry)) continue;
      const [, example = ''] = /\nExamples:\n {2}\$ (?:.*\| )?blink ([^\n]*)/.exec(out) ?? [];
      expect(`${name} `, example).toContain(`${find(example.split(' ')).path.join(' ')} `);
    }
  });

  it('marks the flags that are required, and groups the many', async () => {
    expect((await blink('webhook inbox prune --help')).out).toContain('--older-than <days> [flags]');
    expect((await blink('task create --help')).out).toMatch(/--mapping-key <value> +your .* \(required\)/);
    expect((await blink('menu import --help')).out).toMatch(/\nLimits:\n[\s\S]*\nReading the file:\n/);
  });

  it.each([40, 80, 140])('fits a terminal of %i columns', async (columns) => {
    for (const page of await makePages()) {
      const copied = new Set(
        [...(page.examples ?? []), ...(page.lines ?? [])].flatMap((line) => line.split('\n')),
      );
      const wide = renderPage(page, columns, plainStyle)
        .split('\n')
        .filter((line) => line.length > columns && ![...copied].some((part) => line.endsWith(part)))
        .filter((line) => line.trim().includes(' '));
      expect({ page: page.name, wide }).toEqual({ page: page.name, wide: [] });
    }
  });
});

describe('what asks for help', () => {
  it.each([
    ['', 'Usage: blink <command> [flags]'],
    ['help', 'Usage: blink <command> [flags]'],
    ['-h', 'Usage: blink <command> [flags]'],
    ['--env local', 'Usage: blink <command> [flags]'],
    ['menu', 'Usage: blink menu <command> [flags]'],
    ['help menu', 'Usage: blink menu <command> [flags]'],
    ['help menu import', 'Usage: blink menu import <file...> [flags]'],
    ['menu help import', 'Usage: blink menu import <file...> [flags]'],
    ['menu import nowhere.csv --bogus -h', 'Usage: blink menu import <file...> [flags]'],
    ['orders --branch 63 --help', 'Usage: blink order <command> [flags]'],
    ['help flags', '-o, --output <format>'],
  ])('"blink %s"', async (line, says) => {
    expect(await blink(line)).toMatchObject({ code: 0, err: '', out: expect.stringContaining(says) });
  });

  it('is no value of a flag, and no word behind --', async () => {
    expect((await blink('--out --help branches map list --env local')).out).not.toContain('Usage');
    expect(await blink('menu validate -- --help')).toMatchObject({ code: 2, out: '' });
  });

  it('is answered with the nearest page where there is none', async () => {
    expect((await blink('help enviroment')).err).toContain('Did you mean environment? See "blink --help".');
    expect((await blink('help menu imprt')).err).toContain('Did you mean import? See "blink menu --help".');
    expect(await blink('mnu --help')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean menu?'),
    });
  });
});

describe('topics', () => {
  it.each(topicNames)('"blink help %s" is a page, and no command has its name', async (name) => {
    expect(await blink(`help ${name}`)).toMatchObject({ code: 0, out: expect.stringMatching(/\n\n/) });
    expect(everyName().has(name)).toBe(false);
  });

  it('exit-codes has every code that there is', () => {
    const all = new Set([0, ...Object.values(codes)]);
    expect(Object.keys(exitCodes).map(Number)).toEqual([...all].sort((one, other) => one - other));
  });
});
