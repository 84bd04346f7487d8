import type { StoredEvent } from '../../../inbox/event.ts';
import { cleanText } from '../../../terminal/clean.ts';
import { type LineColumn, lineColumns } from '../../../terminal/columns.ts';
import type { Output } from '../../../terminal/output.ts';
import { showRupees } from '../../../terminal/rupees.ts';
import type { Style } from '../../../terminal/style.ts';
import { type Facts, factReader } from './facts.ts';

const columns: readonly LineColumn[] = [
  { header: 'Time', width: 8 },
  { header: 'Order', width: 12 },
  { header: 'Type', width: 10 },
  { header: 'Channel', width: 7, dispensable: true },
  { header: 'Branch', width: 8 },
  { header: 'Customer', width: 10, grows: true },
  { header: 'Items', width: 5, right: true },
  { header: 'Total', width: 9, right: true },
  { header: 'Due', width: 16, dispensable: true },
];

/**
 * Makes the lines of the live view: one for each event, with the header again after a screenful.
 * @param rows how many lines the terminal has
 */
export function liveLines(
  output: Output,
  { rows, codeOf }: { rows: () => number; codeOf: (branchId: string) => string },
): (event: StoredEvent) => Promise<string> {
  const factsOf = factReader(codeOf);
  let width: number | undefined;
  let line: (cells: readonly string[]) => string = () => '';
  let left = 0;

  return async (event) => {
    const style = await output.style('stdout');
    if (width !== output.width('stdout')) {
      width = output.width('stdout');
      line = await lineColumns(columns, width);
    }
    const text = lookOf(event, style)(line(cellsOf(event, factsOf(event))));
    left -= 1;
    if (left > 0) return `${text}\n`;
    left = Math.max(5, rows() - 2);
    return `${style.strong(line(columns.map(({ header }) => header)))}\n${text}\n`;
  };
}

function cellsOf(event: StoredEvent, facts: Facts): string[] {
  const { order, type, channel, branch, customer, items, total, due } = facts;
  const time = new Date(event.receivedAt).toTimeString().slice(0, 8);
  const what = event.duplicateOf === undefined ? type : 'repeated';
  return [time, order, what, channel, branch, customer, items, showRupees(total) ?? '', due].map(cleanText);
}

function lookOf(event: StoredEvent, style: Style): (text: string) => string {
  if (event.kind === 'unknown') return style.bad;
  if (event.duplicateOf !== undefined) return style.dim;
  if (event.kind === 'order') return style.good;
  return event.kind === 'task' ? style.caution : (text) => text;
}
