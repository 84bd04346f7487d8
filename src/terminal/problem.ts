import type { Detail } from '../errors.ts';
import { cleanText } from './clean.ts';

const longestExcerpt = 60;

/**
 * Words a problem in a file for a person:
 * `menu.csv row 398 (line 412), column M "price": got "1,250", expected a number like 1250 or 1250.00.`
 */
export function describeProblem(detail: Detail): string {
  const place = describePlace(detail);
  const said = detail.message ?? asSentence(`${got(detail.value)}, expected ${detail.expected}`);
  const text = cleanText(place ? `${place}: ${said}` : said);
  return detail.hint ? `${text}\n  ${cleanText(detail.hint)}` : text;
}

/** From so many on, problems of one cause are told as one. */
const many = 4;
const mostRows = 10;

/**
 * Words the problems of a file, at most `most` of them, and says how many are left. What has one cause in many rows is
 * told once: the first of them in full, and where the others are.
 */
export function describeProblems(
  details: readonly Detail[],
  most: number,
): { shown: readonly string[]; left: number } {
  const groups = withOneCause(details);
  return { shown: groups.slice(0, most).map(describeGroup), left: groups.slice(most).flat().length };
}

function describeGroup([first, ...others]: readonly [Detail, ...Detail[]]): string {
  const told = describeProblem(first);
  if (others.length === 0) return told;
  const unit = first.row === undefined ? 'line' : 'row';
  const numbers = others.slice(0, mostRows).map(({ row, line }) => row ?? line);
  const more = others.length > mostRows ? ` and ${others.length - mostRows} more` : '';
  return `${told}\n  The same in ${others.length} more: ${unit}s ${numbers.join(', ')}${more}.`;
}

/** Problems in their order, those that many rows share at the place of the first. */
function withOneCause(details: readonly Detail[]): [Detail, ...Detail[]][] {
  const byCause = new Map<string, Detail[]>();
  for (const detail of details) {
    const group = byCause.get(causeOf(detail));
    if (group) group.push(detail);
    else byCause.set(causeOf(detail), [detail]);
  }
  return details.flatMap((detail): [Detail, ...Detail[]][] => {
    const group = byCause.get(causeOf(detail)) ?? [];
    const isPlaced = group.every(({ row, line }) => row !== undefined || line !== undefined);
    if (group.length < many || !isPlaced) return [[detail]];
    return group[0] === detail ? [[detail, ...group.slice(1)]] : [];
  });
}

/** What problems have in common that are told as one: all but the row, the value, and the numbers made of it. */
function causeOf({ file, sheet, column, field, message, expected, hint }: Detail): string {
  const name = field?.replace(/\[\d+\]/g, '[]');
  return JSON.stringify([file, sheet, column, name, message, expected, hint?.replace(/\d[\d.,]*/g, '0')]);
}

function asSentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

function describePlace({ file, sheet, row, line, column, field }: Detail): string {
  const parts: string[] = sheet === undefined ? [] : [`sheet "${sheet}"`];
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
