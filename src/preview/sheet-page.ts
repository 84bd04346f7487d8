import { columnLetter, type Problem } from '../files/problem.ts';
import { groupBy } from '../menu/audit/rule.ts';
import colours from './colours.css?raw';
import { documentOf } from './document.ts';
import { html, type Markup } from './markup.ts';
import { problemText } from './remarks.ts';
import style from './sheet-page.css?raw';

/** A row as it stands in a sheet. */
export interface SheetRow {
  /** As a spreadsheet numbers it, from 1, the header included. */
  row: number;
  cells: readonly string[];
}

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
export function rowsToShow(problems: readonly Problem[]): Set<number> {
  const wrong = [...new Set(problems.flatMap(({ row }) => row ?? []))].sort((a, b) => a - b);
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
  const isShown = ({ row }: Problem) => row !== undefined && known.has(row);
  const elsewhere = problems.filter((problem) => !isShown(problem));
  const byRow = groupBy(problems.filter(isShown), ({ row }) => String(row));
  const wrongColumns = new Set([...byRow.values()].flat().map(({ column }) => column));
  const columns = header
    .map((name, index) => ({ name, index, letter: columnLetter(index) }))
    .filter(({ index, letter }) => {
      if (wrongColumns.has(letter)) return true;
      return index < firstColumns && rows.some(({ cells }) => cells[index]?.trim());
    });
  const body = html`<header><h1 dir="auto">${file}</h1><p>${counts(problems)}</p><ul>${elsewhere
    .slice(0, mostRows)
    .map(
      (problem) => html`<li class="${toneOf([problem])}" dir="auto">${placed(problem)}</li>`,
    )}</ul></header>
<main><div class="sheet" tabindex="0" role="region" aria-label="The rows with problems, and those around them"><table>
<thead><tr><th scope="col">Row</th><th scope="col">What is wrong</th>${columns.map(({ name, letter }) => html`<th scope="col"><small>${letter}</small> ${name}</th>`)}</tr></thead>
<tbody>${rows.map((row, i) => html`${gapBefore(row, rows[i - 1], columns.length)}${rowMarkup(row, columns, byRow.get(String(row.row)) ?? [])}`)}</tbody>
</table></div></main>`;
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

function placed(problem: Problem): string {
  const { row, column } = problem;
  const place = row === undefined ? '' : `Row ${row}${column === undefined ? '' : `, column ${column}`}: `;
  return place + problemText(problem);
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
