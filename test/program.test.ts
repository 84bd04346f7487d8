import { describe, expect, it } from 'vitest';
import { version } from '../src/version.ts';
import { blink } from './front-door.ts';

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
    ['--evn local menu', 'Did you mean --env? See "blink --help"'],
    ['menu --bogus', 'Unknown option \'--bogus\'.\n  See "blink menu --help".'],
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

describe('other words for a command', () => {
  it.each(['branch ls', 'stores list', 'branches ls', 'orders --once', 'branches map ls'])(
    '"blink %s" is taken for it',
    async (line) => {
      expect(await blink(`${line} --env local`)).toMatchObject({ code: 0 });
    },
  );

  it.each([
    ['orders list', 'Did you mean "blink orders watch --once"?'],
    ['orders ls', 'Did you mean "blink orders watch --once"?'],
    ['tasks list', 'Did you mean "blink task status KEY"?'],
    ['task get 10045', 'Did you mean "blink task status KEY"?'],
    ['order accept 123', 'Did you mean "blink order status ID --accept"?'],
    ['inbox', 'Did you mean "blink webhook inbox"?'],
  ])('"blink %s" is shown the way', async (line, says) => {
    expect(await blink(line)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(says) });
  });
});

it('says its version', async () => {
  for (const line of ['--version', '-V', 'version', '--env local --version', 'menu -V']) {
    expect(await blink(line)).toEqual({ code: 0, out: `${version}\n`, err: '' });
  }
  expect((await blink('version --json')).out).toBe(`{"version":"${version}"}\n`);
});

it('takes -o for --output, for errors too', async () => {
  expect(JSON.parse((await blink('whoami -o json --env local')).out)).toMatchObject({ profile: 'default' });
  for (const line of ['menu imprt -ojson', '-o json menu imprt', 'menu imprt --output=json']) {
    expect(JSON.parse((await blink(line)).err).error.code).toBe('usage');
  }
});

it('takes global flags before and after the command', async () => {
  expect(await blink('--env local whoami --json')).toMatchObject({ code: 0 });
  expect(await blink('whoami --json --env=local')).toMatchObject({ code: 0 });
});
