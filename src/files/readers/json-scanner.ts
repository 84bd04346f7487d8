import { type Finding, mostFindings, type Path } from '../../finding.ts';

const deepest = 32;
const mostValues = 10_000_000;

/** Says on which line offsets are that are asked for in rising order. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line += 1;
    return line;
  };
}

/** What keeps a text from being JSON, and where. */
export class NotJson extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const whitespace = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What ends a run of plain characters in a text in quotes. */
const notPlain = /["\\\u0000-\u001f]/g;
const literals = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A reader of one JSON text by recursive descent. It holds the place it has come to. */
export class Scanner {
  readonly #text: string;
  readonly #findings: Finding[];
  readonly #visit: ((path: Path, offset: number) => void) | undefined;
  readonly #path: (string | number)[] = [];
  readonly #lineAt: (offset: number) => number;
  #values = 0;
  #at = 0;

  constructor(text: string, findings: Finding[], visit?: (path: Path, offset: number) => void) {
    this.#text = text;
    this.#findings = findings;
    this.#visit = visit;
    this.#lineAt = lineCounter(text);
  }

  document(): unknown {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('the JSON ends here and something follows it');
    return value;
  }

  #value(): unknown {
    this.#skipSpace();
    this.#visit?.(this.#path, this.#at);
    this.#values += 1;
    if (this.#values > mostValues) this.#fail(`more than ${mostValues} values: this is not a menu`);
    if (this.#findings.length > mostFindings) this.#fail(`more than ${mostFindings} problems above`);
    const character = this.#text[this.#at];
    if (character === '{') return this.#object();
    if (character === '[') return this.#array();
    if (character === '"') return this.#string();
    const token = this.#match(number);
    if (token !== undefined) return this.#number(token);
    for (const [word, value] of literals) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#fail(character === undefined ? 'the JSON is cut off' : 'this is not JSON: expected a value');
  }

  #object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#enter();
    if (this.#takes('}')) return object;
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') this.#fail('this is not JSON: expected a name in double quotes');
      const start = this.#at;
      const key = this.#string();
      this.#path.push(key);
      if (!this.#takes(':')) this.#fail('this is not JSON: expected ":"');
      if (Object.hasOwn(object, key))
        this.#find(start, 'this name stands twice in one object: which one counts is unclear.');
      if (key === '__proto__') this.#find(start, 'this name is not allowed.');
      const value = this.#value();
      if (key !== '__proto__') object[key] = value;
      this.#path.pop();
    } while (this.#takes(','));
    if (!this.#takes('}')) this.#fail('this is not JSON: expected "," or "}"');
    return object;
  }

  #array(): unknown[] {
    const array: unknown[] = [];
    this.#enter();
    if (this.#takes(']')) return array;
    do {
      this.#path.push(array.length);
      array.push(this.#value());
      this.#path.pop();
    } while (this.#takes(','));
    if (!this.#takes(']')) this.#fail('this is not JSON: expected "," or "]"');
    return array;
  }

  #enter(): void {
    if (this.#path.length >= deepest) this.#fail(`more than ${deepest} levels of nesting`);
    this.#at += 1;
  }

  #string(): string {
    const start = this.#at;
    const token = this.#text.slice(start, this.#endOfString(start + 1));
    this.#at += token.length;
    if (!token.includes('\\')) return token.slice(1, -1);
    try {
      return String(JSON.parse(token));
    } catch {
      this.#at = start;
      return this.#fail('this text in quotes is not JSON: a backslash in it is written \\\\');
    }
  }

  /** The place behind the closing quote. */
  #endOfString(from: number): number {
    notPlain.lastIndex = from;
    for (let stop = notPlain.exec(this.#text); stop; stop = notPlain.exec(this.#text)) {
      if (stop[0] === '"') return stop.index + 1;
      if (stop[0] !== '\\')
        return this.#fail('this text in quotes has a line break or a tab in it, or no closing quote');
      notPlain.lastIndex = stop.index + 2;
    }
    return this.#fail('the JSON is cut off');
  }

  #number(token: string): number {
    const value = Number(token);
    const significant = token
      .replace(/[eE].*$/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+|0+$/g, '');
    const exact = significant.length <= 15 || String(value) === token;
    if (!exact || !Number.isFinite(value) || (value === 0 && significant !== '')) {
      this.#findings.push({
        severity: 'error',
        path: [...this.#path],
        value: token,
        expected: 'a number that can be kept exactly, of at most 15 digits',
        hint: 'Put ids in quotes.',
      });
    }
    return value;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    if (token !== undefined) this.#at += token.length;
    return token;
  }

  #takes(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    if (this.#text.charCodeAt(this.#at) > 32) return;
    whitespace.lastIndex = this.#at;
    this.#at += whitespace.exec(this.#text)?.[0].length ?? 0;
  }

  #find(offset: number, message: string): void {
    this.#findings.push({
      severity: 'error',
      path: [...this.#path],
      line: this.#lineAt(offset),
      message,
    });
  }

  #fail(message: string): never {
    throw new NotJson(`${message}.`, this.#at);
  }
}
