/** The characters that may stand between cells. */
export const delimiters = [',', ';', '\t', '|'] as const;

export type Delimiter = (typeof delimiters)[number];

/** How a CSV text is written: what parts its cells and what ends its rows. */
export interface Dialect {
  delimiter: Delimiter;
  /** `\n` stands for `\r\n` too. */
  lineEnd: '\n' | '\r';
}

/** What ends the rows of a text: a line feed, unless there is none outside quotes. */
export function lineEndOf(head: string): Dialect['lineEnd'] {
  const unquoted = head.replace(/"[^"]*"/g, '');
  return unquoted.includes('\r') && !unquoted.includes('\n') ? '\r' : '\n';
}
