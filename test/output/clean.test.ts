import { expect, it } from 'vitest';
import { cleanText } from '../../src/output/clean.ts';

it.each([
  ['Chicken Karahi چکن کڑاہی', 'Chicken Karahi چکن کڑاہی'],
  ['نان\u200cخطائی and \u200d', 'نان\u200cخطائی and \u200d'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
  ['\u009b31mred', 'red'],
  ['a\u202eb\u2066c\u200fd', 'abcd'],
  ['line\r\nline\ttab', 'line line tab'],
  ['\u0000\u0008bell\u0007', 'bell'],
  ['unfinished \u001b[', 'unfinished '],
])('%j is shown as %j', (text, shown) => {
  expect(cleanText(text)).toBe(shown);
});
