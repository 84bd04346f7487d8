import { expect, it } from 'vitest';
import { CliError } from '../../src/errors.ts';
import { errorJson, errorText } from '../../src/terminal/error.ts';
import { plainStyle, wantsColour } from '../../src/terminal/style.ts';
import { wrap } from '../../src/terminal/wrap.ts';

const details = Array.from({ length: 60 }, (_, i) => ({
  file: 'menu.csv',
  row: i + 2,
  value: 'x',
  expected: `number ${i}`,
}));

it('shows the first 50 places and counts the rest', () => {
  const text = errorText(new CliError('invalid_input', '60 problems.', { details }), plainStyle);
  expect(text.split('\n')).toHaveLength(50 + 1 + 1 + 1 + 1);
  expect(text).toContain(
    'menu.csv row 51: got "x", expected number 49.\n… and 10 more.\n\nError: 60 problems.\n',
  );
});

it('gives all of them to scripts', () => {
  const { error } = JSON.parse(
    errorJson(new CliError('invalid_input', '60 problems.', { details, hint: 'Mend them.' })),
  );
  expect(error).toEqual({
    code: 'invalid_input',
    message: '60 problems.',
    hint: 'Mend them.',
    exitCode: 2,
    details,
  });
});

it('lets nothing through that a terminal obeys', () => {
  const error = new CliError('refused', 'no \u001b[2Jway', {
    hint: 'try \u202eelse',
    details: [{ field: 'a\u0007', message: 'b\u009b1m' }],
  });
  expect(errorText(error, plainStyle)).toBe('a: b\n\nError: no way\n  try else\n');
});

it('breaks long lines between words', () => {
  expect(wrap('  one two three four', 12)).toBe('  one two\n  three four');
  expect(wrap('one two three', 9)).toBe('one two\n  three');
  expect(wrap('unbreakable-word', 5)).toBe('unbreakable-word');
});

it.each([
  [{ isTTY: true }, {}, undefined, true],
  [{ isTTY: true }, {}, false, false],
  [{ isTTY: true }, { NO_COLOR: '1' }, undefined, false],
  [{ isTTY: true }, { TERM: 'dumb' }, undefined, false],
  [{}, {}, undefined, false],
  [{}, { FORCE_COLOR: '1' }, undefined, true],
  [{}, { FORCE_COLOR: '0' }, undefined, false],
])('colour on %j with %j and flag %j: %j', (stream, env, flag, coloured) => {
  expect(wantsColour(stream, env, flag)).toBe(coloured);
});
