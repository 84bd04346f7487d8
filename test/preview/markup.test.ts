import fc from 'fast-check';
import { expect, it } from 'vitest';
import { html } from '../../src/preview/markup.ts';

it('escapes what is put in, and leaves markup as it is', () => {
  const name = html`<b title="${'"><script>'}">${"Kids' <b> & Co"}</b>`;
  expect(html`<p>${name}${undefined}${false}${[name, html`<i>${3}</i>`]}</p>`.markup).toBe(
    '<p><b title="&quot;&gt;&lt;script&gt;">Kids&#39; &lt;b&gt; &amp; Co</b>' +
      '<b title="&quot;&gt;&lt;script&gt;">Kids&#39; &lt;b&gt; &amp; Co</b><i>3</i></p>',
  );
});

it('takes out what hides and what turns the reading direction, and keeps joiners', () => {
  expect(html`${'\u202eبریانی\u202c\u0000\u200b نان\u200cخطائی'}`.markup).toBe('بریانی نان\u200cخطائی');
});

it('never lets a text out of the place it was put in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      expect(html`<p title="${text}">${text}</p>`.markup).toMatch(/^<p title="[^"'<>]*">[^"'<>]*<\/p>$/);
    }),
  );
});
