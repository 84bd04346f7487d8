import { expect, it } from 'vitest';
import { cleanLines, cleanText, safeJson } from '../../src/terminal/clean.ts';

it.each([
  ['Chicken Karahi چکن کڑاہی', 'Chicken Karahi چکن کڑاہی'],
  ['نان\u200cخطائی and \u200d', 'نان\u200cخطائی and \u200d'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
  ['\u009b31mred', 'red'],
  ['a\u202eb\u2066c\u200fd', 'abcd'],
  ['Bir\u200byani', 'Biryani'],
  ['\ufeffRaita\u2060', 'Raita'],
  ['Na\u00adan \u3164\u115f\uffa0\u034f\u180e', 'Naan '],
  ['Lassi\u{e0041}\u{e0001}\u{1d173}\ufff9\u206a', 'Lassi'],
  ['بریانی\u200cمرغ ❤\ufe0f 👨\u200d🍳', 'بریانی\u200cمرغ ❤\ufe0f 👨\u200d🍳'],
  ['line\r\nline\ttab', 'line line tab'],
  ['\u0000\u0008bell\u0007', 'bell'],
  ['unfinished \u001b[', 'unfinished '],
])('%j is shown as %j', (text, shown) => {
  expect(cleanText(text)).toBe(shown);
});

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
