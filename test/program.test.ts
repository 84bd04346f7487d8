import { describe, expect, it } from 'vitest';
import { type Group, isGroup, tree } from '../src/commands/index.ts';
import { blink } from './front-door.ts';

describe('help', () => {
  it('is printed for nothing, for a noun, and for every command with examples', async () => {
    expect(await blink('')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: blink') });
    expect(await blink('menu')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: blink menu') });
    for (const path of leavesOf(tree)) {
      const { code, out } = await blink(`${path} --help`);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: blink ${path} `);
      expect(out).toContain('\nExamples:\n  $ blink');
      expect(out).toContain('--env <name>');
    }
  });
});

/** Every command of a tree by its words: `menu import`. */
function leavesOf(entries: Group['verbs']): string[] {
  return Object.entries(entries).flatMap(([name, entry]) =>
    isGroup(entry) ? leavesOf(entry.verbs).map((rest) => `${name} ${rest}`) : [name],
  );
}

describe('a command line that makes no sense', () => {
  it('names the nearest command or flag, and ends with 2', async () => {
    expect(await blink('mnu import x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean menu?'),
    });
    expect(await blink('menu imprt x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean import?'),
    });
    expect(await blink('menu import x --dryrun')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean --dry-run?'),
    });
    expect(await blink('menu import x --batch-size 0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('whole number from 1'),
    });
    expect(await blink('menu import a b')).toMatchObject({ code: 2 });
    expect(await blink('whoami --env moon')).toMatchObject({
      code: 2,
      err: expect.stringContaining('sandbox'),
    });
  });

  it.each([
    ['brnches', 'Did you mean branches? See "blink --help"'],
    ['branches lst', 'Did you mean list? See "blink branches --help"'],
    ['branches mpa set A 1', 'Did you mean map? See "blink branches --help"'],
    ['branches map st A 1', 'Did you mean set? See "blink branches map --help"'],
    ['branches map set A 1 2', 'See "blink branches map set --help"'],
    ['branches map set A 1 --jsn', 'Did you mean --json? See "blink branches map set --help"'],
    ['customers --limt 5', 'Did you mean --limit?'],
    ['branches toString', "Unknown command 'toString'."],
  ])('"blink %s" is answered at its own level', async (line, says) => {
    expect(await blink(`${line} --env local`)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  });

  it('does not take the value of a flag for a command', async () => {
    const { err } = await blink('customers --page 2 extra --env local');
    expect(err).toContain('Too many arguments');
  });

  it('is said as JSON to scripts', async () => {
    const { code, out, err } = await blink('menu imprt x --json');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(JSON.parse(err).error).toEqual({
      code: 'usage',
      message: "Unknown command 'imprt'.",
      hint: 'Did you mean import? See "blink menu --help".',
      exitCode: 2,
    });
  });
});

it('takes global flags before and after the command', async () => {
  expect(await blink('--env local whoami --json')).toMatchObject({ code: 0 });
  expect(await blink('whoami --json --env=local')).toMatchObject({ code: 0 });
});
