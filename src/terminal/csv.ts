/** Tells Excel that what follows is UTF-8. Without it Urdu arrives as question marks. */
export const byteOrderMark = '\ufeff';

const number = /^[+-]?\d[\d.,]*$/;
const formula = /^'*[=+\-@\t\r]/;
const special = /[",\n\r]|^\s|\s$/;

/**
 * One line of a CSV file. Text that a spreadsheet would run as a formula gets a `'` in front, numbers do not; reading
 * a file with blink takes it away again.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(text: string): string {
  const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
