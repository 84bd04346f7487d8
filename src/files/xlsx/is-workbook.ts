/** How zip files begin, and the envelope of Excel's old format. */
const starts = ['PK\x03\x04', '\xd0\xcf\x11\xe0'];

/** Whether a file is a workbook, or one that is not read. Its first bytes say so, not its name. */
export function isWorkbook(head: Buffer): boolean {
  return starts.includes(head.toString('latin1', 0, 4));
}
