import type { Finding } from '../../finding.ts';
import type { Decisions } from './decisions.ts';
import type { Row } from './profile.ts';

/** The prices of the column that an operator chose. */
export interface ChosenPrices {
  /** Blank where the column is, or where none was chosen. */
  priceIn(row: Row): string;
  findings: readonly Finding[];
}

/** Reads `--price-column`: a column by its header, as the file has it. */
export function chosenPrices(header: readonly string[], { priceColumn }: Decisions): ChosenPrices {
  const plain = (name: string) => name.trim().toLowerCase();
  const index = header.findIndex((name) => priceColumn !== undefined && plain(name) === plain(priceColumn));
  const isMissing = priceColumn !== undefined && index < 0;
  const message = `there is no column "${priceColumn}" to take prices from.`;
  return {
    priceIn: ({ cells }) => (cells[index] ?? '').trim(),
    findings: isMissing
      ? [{ severity: 'error', message, hint: 'Give --price-column a header of the file.' }]
      : [],
  };
}
