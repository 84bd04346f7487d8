import { expect, it } from 'vitest';
import { cleanLines, safeJson } from '../../src/terminal/clean.ts';

it('cleans lines one by one, and leaves our own looks where they are wanted', () => {
  const text = '\u001b[32m✓\u001b[39m Tikka\u001b[2J\u001b]0;x\u0007\n\u202etwo\rthree';
  expect(cleanLines(text)).toBe('✓ Tikka\ntwo three');
  expect(cleanLines(text, true)).toBe('\u001b[32m✓\u001b[39m Tikka\ntwo three');
});

it('writes what hides in escapes, in JSON', () => {
  const value = ['\u200b\ufeff', '\u{e0041}', 'نان\u200cخطائی ❤\ufe0f'];
  expect(JSON.parse(safeJson(value))).toEqual(value);
  expect(safeJson(value)).toBe('["\\u200b\\ufeff","\\udb40\\udc41","نان\u200cخطائی ❤\ufe0f"]');
});

it('writes JSON that says the same and holds nothing raw', () => {
  const value = { 'a\u009b': ['چکن\u200f', '\u202e\u2066', '\u001b\n', 'x\u2028'] };
  expect(JSON.parse(safeJson(value, 2))).toEqual(value);
  expect(safeJson(value)).toBe('{"a\\u009b":["چکن\\u200f","\\u202e\\u2066","\\u001b\\n","x\\u2028"]}');
});
