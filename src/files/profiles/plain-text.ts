/** Entities that people and editors write; all others are letters with an accent, or numbers. */
const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', deg: '°', middot: '·', sup2: '²' },
  ...{ ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', hellip: '…', bull: '•' },
  ...{ frac12: '½', frac14: '¼', frac34: '¾', times: '×', euro: '€', pound: '£', copy: '©', reg: '®' },
  ...{ trade: '™', iexcl: '¡', iquest: '¿', ordf: 'ª', ordm: 'º', laquo: '«', raquo: '»', szlig: 'ß' },
  ...{ oelig: 'œ', OElig: 'Œ', aelig: 'æ', AElig: 'Æ', oslash: 'ø', Oslash: 'Ø', aring: 'å', Aring: 'Å' },
  ...{ zwnj: '\u200c', zwj: '\u200d', rlm: '\u200f', lrm: '\u200e' },
};

/** `eacute` is an e with this mark over it. */
const marks: Readonly<Record<string, string>> = {
  ...{ grave: '\u0300', acute: '\u0301', circ: '\u0302', tilde: '\u0303', uml: '\u0308', cedil: '\u0327' },
};

function letter(entity: string): string | undefined {
  const [, base = '', accent = ''] = /^([a-z])(grave|acute|circ|tilde|uml|cedil)$/i.exec(entity) ?? [];
  const mark = marks[accent];
  return mark === undefined ? undefined : `${base}${mark}`.normalize('NFC');
}

/** A text with its HTML entities as the letters they stand for: `Lassi &amp; Chai`. An entity that nobody knows stays. */
export function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+\d*));/gi, (entity, decimal, hex, name) => {
    if (typeof name === 'string') return named[name] ?? named[name.toLowerCase()] ?? letter(name) ?? entity;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : entity;
  });
}

const endOfLine = /<br\b[^<>]*>|<\/(?:p|div|li|h[1-6]|tr|ul|ol|table)>/gi;
const hidden = /<(style|script)\b[^>]*>[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi;
const tag = /<\/?[a-z][^<>]*>/gi;

/** What a reader sees of HTML, a paragraph a line. */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  const text = html
    .replace(hidden, '')
    .replace(/\s+/g, ' ')
    .replace(/<li\b[^<>]*>/gi, '- ')
    .replace(endOfLine, '\n')
    .replace(tag, '');
  return withoutEntities(text)
    .split('\n')
    .map((line) => line.replace(/[ \u00a0]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
