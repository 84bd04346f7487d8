import { CliError, type Detail } from '../../../errors.ts';
import type { FileKind, FileOf } from '../../../files/kinds/file-kind.ts';
import { columnLetter } from '../../../files/problem.ts';
import type { SheetMap } from '../../../files/profiles/map/map-file.ts';
import { type Mapping, usualMeanings } from '../../../files/profiles/map/meaning.ts';
import { proposeMap } from '../../../files/profiles/map/propose.ts';
import type { Source } from '../../../files/readers/source.ts';
import type { UnknownSheet } from '../../../files/unknown-sheet.ts';
import { shellWord } from '../../../shell-word.ts';

/**
 * All that has to be decided about a sheet of one's own: what each column means, with a proposal, and what is left to
 * decide or to mend if the proposals are right.
 * @param read reads the sheet by a map
 */
export async function toDecide(
  { name }: Source,
  sheet: UnknownSheet,
  kind: FileKind<unknown>,
  read: (map: SheetMap) => Promise<FileOf<unknown>>,
): Promise<CliError> {
  const columns = proposeMap(sheet.header, kind);
  const { problems } = await read({ columns, decisions: {} });
  const isListed = ({ meaning }: Mapping) => columns.length <= mostListed || meaning !== 'ignore';
  const listed = columns.filter(isListed);
  const flags = listed.map(flagOf).join(' ');
  return new CliError(
    'invalid_input',
    `It is not known what the columns of ${name} mean. Nothing was sent.`,
    {
      details: [
        ...listed.map((mapping) => columnToDecide(name, sheet, mapping)),
        ...strangeColumns(
          name,
          columns.filter((column) => !isListed(column)),
        ),
        ...problems.filter(({ severity }) => severity === 'error'),
      ],
      hint: `If all proposals are right, run again with ${flags} and with the flags above. A column may mean ${usualMeanings(kind).join(', ')}. On a terminal you are asked.`,
    },
  );
}

const mostListed = 40;
const mostNamed = 10;

/** Columns of a wide sheet that are like nothing of ours. */
function strangeColumns(file: string, columns: readonly Mapping[]): Detail[] {
  if (columns.length === 0) return [];
  const names = columns.slice(0, mostNamed).map(({ column }) => `"${excerpt(column)}"`);
  const more = columns.length > mostNamed ? ' and so on' : '';
  const message = `${columns.length} columns are like none of our fields and are left out: ${names.join(', ')}${more}.`;
  return [{ file, message, hint: 'Where one of them means something, say so with --map COLUMN=FIELD.' }];
}

function columnToDecide(
  file: string,
  { header, headerRow: row, samples }: UnknownSheet,
  mapping: Mapping,
): Detail {
  const index = header.findIndex((name) => name.trim() === mapping.column);
  const cells = (samples[index] ?? []).map((sample) => `"${excerpt(sample)}"`).join(', ');
  return {
    ...{ file, row, column: columnLetter(index), field: mapping.column },
    message: cells === '' ? 'it is blank in all rows.' : `what does it mean? It has ${cells}.`,
    hint: `${mapping.meaning === 'ignore' ? 'To leave it out' : 'Proposed'}: ${flagOf(mapping)}`,
  };
}

function flagOf({ column, meaning }: Mapping): string {
  return `--map ${shellWord(`${column}=${meaning}`)}`;
}

const longest = 30;

export function excerpt(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
