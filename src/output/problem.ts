import type { Detail } from '../errors.ts';
import { cleanText } from './clean.ts';

const longestExcerpt = 60;

/**
 * Words a problem in a file for a person:
 * `menu.csv row 398 (line 412), column M "price": got "1,250", expected a number like 1250 or 1250.00.`
 */
export function describeProblem(detail: Detail): string {
  const place = describePlace(detail);
  const said = detail.message ?? `${got(detail.value)}, expected ${detail.expected}.`;
  const text = cleanText(place ? `${place}: ${said}` : said);
  return detail.hint ? `${text}\n  ${cleanText(detail.hint)}` : text;
}

function describePlace({ file, row, line, column, field }: Detail): string {
  const parts: string[] = [];
  if (row !== undefined)
    parts.push(line !== undefined && line !== row ? `row ${row} (line ${line})` : `row ${row}`);
  else if (line !== undefined) parts.push(`line ${line}`);
  if (column !== undefined) parts.push(field ? `column ${column} "${field}"` : `column ${column}`);
  else if (field) parts.push(field);
  return [file, parts.join(', ')].filter(Boolean).join(' ');
}

function got(value: unknown): string {
  if (value === undefined || value === '') return 'it is blank';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const excerpt = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text;
  return `got ${typeof value === 'string' ? `"${excerpt}"` : excerpt}`;
}
