import { readFileSync, writeFileSync } from 'node:fs';
import { lineOf, readLine } from '../../src/ledger/book-line.ts';
import { writeSeal } from '../../src/ledger/book-seal.ts';
import { isEntry } from '../../src/ledger/entry.ts';

/** Makes a book as old as if its runs had begun so many minutes earlier. */
export function age(book: string, minutes: number): void {
  const ms = minutes * 60_000;
  const lines = readFileSync(book, 'utf8').trimEnd().split('\n');
  const aged = lines.map((text) => {
    const line = readLine(Buffer.from(text));
    const entry = 'value' in line ? line.value : undefined;
    if (!isEntry(entry)) throw new Error(`not a line of a book: ${text}`);
    const { begin } = entry;
    return lineOf(begin ? { ...entry, begin: { ...begin, at: begin.at - ms, up: begin.up - ms } } : entry);
  });
  const bytes = Buffer.concat(aged);
  writeFileSync(book, bytes);
  writeSeal(book, bytes.length, { flush: false });
}
