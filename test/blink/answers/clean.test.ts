import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText } from '../../../src/blink/answers/clean.ts';

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
  ['next\u0085line\u000band\u000cpage', 'next line and page'],
  ['\udb40\u200b\udc41', '\ufffd\ufffd'],
  ['\udb40\u001b[m\udc41', '\ufffd\ufffd'],
])('%j is shown as %j', (text, shown) => {
  expect(cleanText(text)).toBe(shown);
});

it('leaves nothing to clean', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
    }),
  );
});
