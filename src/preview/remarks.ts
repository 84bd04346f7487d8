import type { MenuProduct } from '../blink/contract/menu.ts';
import type { Problem } from '../files/problem.ts';
import type { AuditFinding } from '../menu/audit/audit.ts';
import type { FieldChange, MenuDiff } from '../menu/diff.ts';
import { price } from './amounts.ts';
import type { Mark } from './marks.ts';

/** All that is to be said of a menu, by what it is about: ids of dishes, of categories, of modifiers. */
export interface Remarks {
  dishes: Map<string, Mark[]>;
  categories: Map<string, Mark[]>;
  modifiers: Map<string, Mark[]>;
  /** About the file, or about what could not be told apart. */
  file: Mark[];
}

export function noRemarks(): Remarks {
  return { dishes: new Map(), categories: new Map(), modifiers: new Map(), file: [] };
}

/** @param productOf the id of the dish that a problem is about, where that is known */
export function addProblems(
  remarks: Remarks,
  problems: readonly Problem[],
  productOf: (problem: Problem) => string | undefined,
): void {
  for (const problem of problems) {
    const id = productOf(problem);
    const mark = problemMark(problem);
    if (id === undefined) remarks.file.push(mark);
    else add(remarks.dishes, id, mark);
  }
}

function problemMark(problem: Problem): Mark {
  const isError = problem.severity === 'error';
  return {
    kind: 'problem',
    tone: isError ? 'bad' : 'caution',
    label: isError ? 'Problem' : 'Warning',
    text: problemText(problem),
    place: placeOf(problem),
  };
}

/** What is wrong, what is expected and what to do, without where it stands. */
export function problemText({ field, value, expected, message, hint }: Problem): string {
  const got = value === undefined || value === '' ? 'is blank' : `is "${excerpt(String(value))}"`;
  const said = message ?? `${field ?? 'it'} ${got}, expected ${expected}.`;
  return hint === undefined ? said : `${said} ${hint}`;
}

/** `row 12, column I`. */
export function placeOf({ row, line, column }: Problem): string | undefined {
  if (row !== undefined) return column === undefined ? `row ${row}` : `row ${row}, column ${column}`;
  // A document on one line has no place worth telling.
  return line === undefined || line === 1 ? undefined : `line ${line}`;
}

const tones = { high: 'bad', medium: 'caution', low: 'quiet' } as const;

/** @param places where each finding stands in the file, in the same order */
export function addFindings(
  remarks: Remarks,
  findings: readonly AuditFinding[],
  products: readonly MenuProduct[],
  places: readonly (Problem | undefined)[],
): void {
  findings.forEach(({ rule, path, dishes, message }, i) => {
    const place = places[i];
    const mark: Mark = {
      kind: 'finding',
      tone: tones[rule.severity],
      label: rule.title,
      text: rule.severity === 'low' ? '' : withoutName(message, products[dishes[0] ?? -1]?.name, rule.title),
      place: place && placeOf(place),
    };
    const product = products[dishes[0] ?? -1];
    const modifier = typeof path[3] === 'number' ? product?.modifiers?.[path[3]] : undefined;
    if (product === undefined || path.length === 0) remarks.file.push(mark);
    else if (path[2] === 'modifiers' && modifier)
      add(remarks.modifiers, String(modifier.id), { ...mark, text: message });
    else if (path[2] === 'category') add(remarks.categories, String(product.category.id), mark);
    else add(remarks.dishes, String(product.id), mark);
  });
}

/** A message at the dish that it names: the name stands above it, and the title before it may say all there is. */
function withoutName(message: string, name: string | undefined, title: string): string {
  const begin = `"${name}"`;
  if (!message.startsWith(begin)) return message;
  const rest = message.slice(begin.length).replace(/^[:\s]+/, '');
  return rest.toLowerCase() === `${title.toLowerCase()}.` ? '' : rest;
}

const mostFields = 6;

/** What a menu changes, at the dishes that it changes. */
export function addChanges(remarks: Remarks, { added, changed, deleted }: MenuDiff): void {
  const gone = new Set(deleted.map(({ id }) => id));
  for (const { id } of added)
    add(remarks.dishes, id, { kind: 'change', tone: 'good', label: 'New', text: '' });
  for (const { id, changes } of changed) {
    if (gone.has(id)) continue;
    const told = changes.slice(0, mostFields).map(changeText);
    const left = changes.length - told.length;
    const text = told.join('; ') + (left > 0 ? `; and ${left} more` : '');
    add(remarks.dishes, id, { kind: 'change', tone: 'news', label: 'Changed', text });
  }
}

function changeText({ field, before, after }: FieldChange): string {
  const isPrice = field === 'price' || field.endsWith('.price');
  const show = (value: FieldChange['before']) => {
    if (value === undefined || value === null || value === '') return 'nothing';
    return isPrice && typeof value === 'number' ? price(value) : excerpt(String(value));
  };
  return `${field.replaceAll(/[[\].]+/g, ' ').trim()}: ${show(before)} → ${show(after)}`;
}

function add(marks: Map<string, Mark[]>, id: string, mark: Mark): void {
  const some = marks.get(id);
  if (some) some.push(mark);
  else marks.set(id, [mark]);
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
