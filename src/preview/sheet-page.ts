import type { SheetRow } from '../files/kinds/file-kind.ts';
import { columnLetter, type Problem } from '../files/problem.ts';
import { groupBy } from '../menu/audit/rule.ts';
import colours from './colours.css?raw';
import { documentOf } from './document.ts';
import { html, type Markup } from './markup.ts';
import { placeOf, problemText } from './remarks.ts';
import style from './sheet-page.css?raw';

/** A sheet with what is wrong in it. */
export interface SheetPage {
  file: string;
  header: readonly string[];
  /** Rows in their order; `rowsToShow` says which are wanted. */
  rows: readonly SheetRow[];
  problems: readonly Problem[];
}

/** How many rows with problems are shown, and how many around each. */
const mostRows = 500;
const around = 2;

/** The columns that say what a row is about; of the others only those with problems are shown. */
const firstColumns = 3;

/** The rows that have problems, as many as a browser shows well, with some around each so that one finds the place. */
export function rowsToShow(file: string, problems: readonly Problem[]): Set<number> {
  const inFile = problems.filter((problem) => isIn(file, problem));
  const wrong = [...new Set(inFile.flatMap(({ row }) => row ?? []))].sort((a, b) => a - b);
  const shown = new Set<number>();
  for (const row of wrong.slice(0, mostRows)) {
    for (let one = Math.max(2, row - around); one <= row + around; one += 1) shown.add(one);
  }
  return shown;
}

/**
 * A sheet as a page of its own: wrong cells stand out, and their reasons stand at the beginning of the row. Columns
 * without problems are left out but for the first, so that the others are seen beside them.
 */
export function sheetPage({ file, header, rows, problems }: SheetPage): string {
  const known = new Set(rows.map(({ row }) => row));
  const isShown = (problem: Problem) =>
    problem.row !== undefined && known.has(problem.row) && isIn(file, problem);
  const elsewhere = problems.filter((problem) => !isShown(problem));
  const byRow = groupBy(problems.filter(isShown), ({ row }) => String(row));
  const wrongColumns = new Set([...byRow.values()].flat().map(({ column }) => column));
  const columns = header
    .map((name, index) => ({ name, index, letter: columnLetter(index) }))
    .filter(({ index, letter }) => {
      if (wrongColumns.has(letter)) return true;
      return index < firstColumns && rows.some(({ cells }) => cells[index]?.trim());
    });
  const told = elsewhere.slice(0, mostRows);
  const left = elsewhere.length - told.length;
  const title = html`<h1 dir="auto">${file}</h1><p>${problems.length === 0 ? 'Nothing is wrong in it.' : counts(problems)}</p>`;
  const others = html`<ul>${told.map(
    (problem) => html`<li class="${toneOf([problem])}" dir="auto">${placed(problem, file)}</li>`,
  )}${left > 0 && html`<li>… and ${left} more. Once those above are mended, run the command again.</li>`}</ul>`;
  const body = html`<header>${title}${told.length > 0 && others}</header>
${
  rows.length > 0 &&
  html`<main><div class="sheet" tabindex="0" role="region" aria-label="The rows with problems, and those around them"><table>
<thead><tr><th scope="col">Row</th><th scope="col">What is wrong</th>${columns.map(({ name, letter }) => html`<th scope="col"><small>${letter}</small> ${name}</th>`)}</tr></thead>
<tbody>${rows.map((row, i) => html`${gapBefore(row, rows[i - 1], columns.length)}${rowMarkup(row, columns, byRow.get(String(row.row)) ?? [])}`)}</tbody>
</table></div></main>`
}`;
  return documentOf({ title: `${file}, what is wrong`, style: colours + style, body });
}

interface Column {
  index: number;
  letter: string;
}

function rowMarkup(
  { row, cells }: SheetRow,
  columns: readonly Column[],
  problems: readonly Problem[],
): Markup {
  const reasons = problems.map((problem) => {
    const { column } = problem;
    const place = column !== undefined && html`<b>${column}</b> `;
    return html`<p class="${toneOf([problem])}">${place}<span dir="auto">${problemText(problem)}</span></p>`;
  });
  return html`<tr><th scope="row" class="${toneOf(problems)}">${row}</th><td class="why">${reasons}</td>${columns.map(
    ({ index, letter }) => {
      const tone = toneOf(problems.filter(({ column }) => column === letter));
      return html`<td class="${tone}" dir="auto">${excerpt(cells[index]?.trim() ?? '')}</td>`;
    },
  )}</tr>
`;
}

function gapBefore({ row }: SheetRow, before: SheetRow | undefined, columns: number): Markup | undefined {
  const left = row - (before?.row ?? 1) - 1;
  return left > 0
    ? html`<tr class="left"><th scope="row">…</th><td colspan="${columns + 1}">${left} ${left === 1 ? 'row' : 'rows'} left out</td></tr>`
    : undefined;
}

function toneOf(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  return problems.some(({ severity }) => severity === 'error') ? 'bad' : 'caution';
}

/** Whether a problem is one of this file, and not of another one that belongs to it. */
function isIn(file: string, problem: Problem): boolean {
  return problem.file === undefined || problem.file === file;
}

function placed(problem: Problem, file: string): string {
  const other = isIn(file, problem) ? undefined : problem.file;
  const place = [other, placeOf(problem)].filter((part) => part !== undefined).join(', ');
  const begin = place === '' ? '' : `${other === undefined ? place.replace('row', 'Row') : place}: `;
  return begin + problemText(problem);
}

function counts(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const some = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  return warnings === 0
    ? some(errors, 'problem')
    : `${some(errors, 'problem')}, ${some(warnings, 'warning')}`;
}

const longest = 120;

function excerpt(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
