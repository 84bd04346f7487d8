import type { Detail } from '../errors.ts';
import { cleanText } from './clean.ts';

const longestExcerpt = 60;

/**
 * Words a problem in a file for a person:
 * `menu.csv row 398 (line 412), column M "price": got "1,250", expected a number like 1250 or 1250.00.`
 */
export function describeProblem(detail: Detail): string {
  return worded(placeOf(detail, rowOf(detail)), detail, got(detail.value));
}

/**
 * Words the problems of a file, at most `most` of them, and says how many are left. What has one cause in many rows is
 * told once, with its rows:
 * `menu.csv 150 rows (2–151), column M "price": got "Rs 450/-" and the like, expected a number like 1250 or 1250.00.`
 */
export function describeProblems(
  details: readonly Detail[],
  most: number,
): { shown: readonly string[]; left: number } {
  const groups = withOneCause(details);
  return { shown: groups.slice(0, most).map(describeGroup), left: groups.slice(most).flat().length };
}

type Group = readonly [Detail, ...Detail[]];

function describeGroup(group: Group): string {
  const [first, ...others] = group;
  if (others.length === 0) return describeProblem(first);
  const same = others.every(({ value }) => value === first.value);
  const where = placeOf({ ...first, field: first.column ? first.field : anyOf(first.field) }, rowsOf(group));
  return worded(where, first, `${got(first.value)}${same ? '' : ' and the like'}`);
}

/** From so many on, problems of one cause are told as one. */
const many = 4;

/** Problems in their order, those that many rows share at the place of the first. */
function withOneCause(details: readonly Detail[]): Group[] {
  const byCause = new Map<string, [Detail, ...Detail[]]>();
  for (const detail of details) {
    const group = byCause.get(causeOf(detail));
    if (group) group.push(detail);
    else byCause.set(causeOf(detail), [detail]);
  }
  return details.flatMap((detail): Group[] => {
    const group = byCause.get(causeOf(detail));
    const isPlaced = group?.every(({ row, line }) => row !== undefined || line !== undefined);
    if (!group || group.length < many || !isPlaced) return [[detail]];
    return group[0] === detail ? [group] : [];
  });
}

/** What problems have in common that are told as one: all but the row, the value, and the numbers made of it. */
function causeOf({ file, sheet, column, field, message, expected, hint }: Detail): string {
  return JSON.stringify([
    file,
    sheet,
    column,
    anyOf(field),
    message,
    expected,
    hint?.replace(/\d[\d.,]*/g, '0'),
  ]);
}

/** `products[3].price` is one of `products[].price`. */
function anyOf(field: string | undefined): string | undefined {
  return field?.replace(/\[\d+\]/g, '[]');
}

function worded(place: string, { message, expected, hint }: Detail, value: string): string {
  const said = message ?? asSentence(`${value}, expected ${expected}`);
  const text = cleanText(place ? `${place}: ${said}` : said);
  return hint ? `${text}\n  ${cleanText(hint)}` : text;
}

function asSentence(text: string): string {
  return text.endsWith('?') ? text : `${text}.`;
}

function placeOf({ file, sheet, column, field }: Detail, rows: string | undefined): string {
  const name = column === undefined ? field : `column ${column}${field ? ` "${field}"` : ''}`;
  const inSheet = sheet === undefined ? undefined : `sheet "${sheet}"`;
  return [file, [inSheet, rows, name].filter(Boolean).join(', ')].filter(Boolean).join(' ');
}

function rowOf({ row, line }: Detail): string | undefined {
  if (row === undefined) return line === undefined ? undefined : `line ${line}`;
  return line === undefined || line === row ? `row ${row}` : `row ${row} (line ${line})`;
}

/** `150 rows (2–151)`; a document that stands on one line has no lines worth naming. */
function rowsOf(group: Group): string {
  const unit = group[0].row === undefined ? 'line' : 'row';
  const numbers = [...new Set(group.flatMap(({ row, line }) => row ?? line ?? []))].sort((a, b) => a - b);
  if (numbers.length === 1) return `${unit} ${numbers[0]}, ${group.length} times`;
  return `${numbers.length} ${unit}s (${ranges(numbers)})`;
}

const mostRanges = 10;

/** `2–5, 9 and 170 more`. */
function ranges(numbers: readonly number[]): string {
  const runs: number[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  const shown = runs
    .slice(0, mostRanges)
    .map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(', ')));
  const left = runs.slice(mostRanges).flat().length;
  return shown.join(', ') + (left > 0 ? ` and ${left} more` : '');
}

function got(value: unknown): string {
  if (value === undefined || value === '') return 'it is blank';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const excerpt = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text;
  return `got ${typeof value === 'string' ? `"${excerpt}"` : excerpt}`;
}
