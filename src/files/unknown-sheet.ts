import type { ReadOptions } from './kinds/file-kind.ts';
import { openTable } from './open-table.ts';
import { Unreadable } from './problem.ts';
import { own } from './profiles/own.ts';
import type { Profile } from './profiles/profile.ts';
import { profilesFor, recognise } from './profiles/recognise.ts';
import { csvHead } from './readers/csv.ts';
import type { Source } from './readers/source.ts';
import { jsonText, type Text } from './readers/text.ts';
import { headerName, type Layout, possibleLayouts } from './sheet/layout.ts';
import type { TableKind } from './sheet/table-kind.ts';

/** A sheet whose header is nobody's: neither ours nor a till's. */
export interface UnknownSheet {
  headerRow: number;
  header: readonly string[];
  /** The first different cells of each column, blank ones left out. */
  samples: readonly (readonly string[])[];
}

const mostSamples = 3;
const sampledRows = 200;

/**
 * Looks at the beginning of a file that could not be read.
 * @returns undefined where it is known whose it is, and for what is no sheet
 */
export async function unknownSheet(
  source: Source,
  kind: TableKind,
  options: ReadOptions,
): Promise<UnknownSheet | undefined> {
  try {
    const text = await openTable(source, kind, options);
    return await lookAt(text, kind, options).finally(() => text.close());
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

async function lookAt(text: Text, kind: TableKind, options: ReadOptions): Promise<UnknownSheet | undefined> {
  if ((await jsonText(text)) !== undefined) return undefined;
  const profiles = await profilesFor(text.head, kind, options);
  const layout = unknownLayout(text.head, kind, profiles, options.format);
  if (!layout) return undefined;
  return { headerRow: layout.headerRow, header: layout.header, samples: samplesOf(text.head, layout) };
}

/** Without our ids it is no file of ours, whatever else is called as we call it. */
function unknownLayout(
  head: string,
  kind: TableKind,
  profiles: readonly Profile[],
  format: ReadOptions['format'],
): Layout | undefined {
  const [id] = kind.required;
  try {
    const { profile, layout } = recognise(head, kind, profiles, format);
    const names = layout.header.map(headerName);
    const isOurs = profile !== own || names.some((name) => name === id?.name) || names.length === 0;
    return isOurs ? undefined : layout;
  } catch (error) {
    if (!(error instanceof Unreadable) || error.finding.row !== undefined) throw error;
    return widest(possibleLayouts(head));
  }
}

/** A header of names that are not known is the row with the most of them. */
function widest(layouts: readonly Layout[]): Layout | undefined {
  const filled = ({ header }: Layout) => header.filter((cell) => /\p{L}/u.test(cell)).length;
  const [best] = [...layouts].sort((a, b) => filled(b) - filled(a));
  return best && filled(best) > 1 ? best : undefined;
}

function samplesOf(head: string, { dialect, headerRow, hiddenRows, header }: Layout): string[][] {
  const rows = csvHead(head, dialect, headerRow + hiddenRows + sampledRows).slice(headerRow + hiddenRows);
  return header.map((_, index) => {
    const cells = rows.map((cells) => cells[index]?.trim() ?? '').filter((cell) => cell !== '');
    return [...new Set(cells)].slice(0, mostSamples);
  });
}
