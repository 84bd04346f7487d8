import { CliError } from '../../../errors.ts';
import type { FileKind, FileOf, ReadOptions } from '../../../files/kinds/file-kind.ts';
import { Unreadable } from '../../../files/problem.ts';
import { parseMapFile, parseMapping, type SheetMap } from '../../../files/profiles/map/map-file.ts';
import { mappedProfile } from '../../../files/profiles/map/mapped-profile.ts';
import { readFile } from '../../../files/read-file.ts';
import { fileSource, type Source } from '../../../files/readers/source.ts';
import { openText } from '../../../files/readers/text.ts';
import { unknownSheet } from '../../../files/unknown-sheet.ts';
import type { Context } from '../../../session/context.ts';

/** The files of one menu, or of one list of stock. */
type Sources = readonly [Source, ...Source[]];

interface SheetOptions extends ReadOptions {
  map?: readonly string[] | undefined;
}

/**
 * Reads a file. One that nobody here knows is read by what the operator says of its columns: with `--map`, or when they
 * are asked on a terminal.
 * @throws CliError `invalid_input` with all there is to decide, where nobody can be asked
 */
export async function readWithMap<T>(
  context: Context,
  sources: Sources,
  kind: FileKind<T>,
  { map: given, ...options }: SheetOptions,
): Promise<FileOf<T>> {
  if (given !== undefined) {
    if (options.format !== undefined) {
      throw new CliError(
        'usage',
        '--map says what the columns of a sheet of your own mean, --format whose export it is.',
        {
          hint: 'Leave one of them out.',
        },
      );
    }
    return readByMap(sources, kind, await givenMap(given), options);
  }
  const [source, ...more] = sources;
  const file = await readFile(source, kind, options, more);
  const isRead = file.items.length > 0 || file.problems.every(({ severity }) => severity !== 'error');
  const isKnown = options.format !== undefined || more.length > 0 || kind.nesting.level !== 'product';
  if (isRead || isKnown) return file;
  const sheet = await unknownSheet(source, kind, options);
  if (sheet === undefined) return file;
  if (context.prompts.possible && !context.yes) {
    const { askForMap } = await import('./ask-for-map.ts');
    return readByMap(sources, kind, await askForMap(context, source.name, sheet, kind, options), options);
  }
  const { toDecide } = await import('./to-decide.ts');
  throw await toDecide(source, sheet, kind, (map) => readByMap(sources, kind, map, options));
}

/** Flags come before what a map file says. */
async function readByMap<T>(
  [source, ...more]: Sources,
  kind: FileKind<T>,
  { columns, decisions }: SheetMap,
  options: ReadOptions,
): Promise<FileOf<T>> {
  const said = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const defaults = [...(decisions.default ?? []), ...(options.default ?? [])];
  const profiles = [mappedProfile(columns, kind)];
  const file = await readFile(source, kind, { ...decisions, ...said, default: defaults, profiles }, more);
  return { ...file, isMapped: true };
}

/** Columns as they were typed, and those of map files. */
async function givenMap(given: readonly string[]): Promise<SheetMap> {
  const columns = new Map<string, SheetMap['columns'][number]>();
  let decisions: SheetMap['decisions'] = {};
  for (const text of given) {
    const map = text.includes('=') ? { columns: [parseMapping(text)], decisions: {} } : await mapFile(text);
    for (const mapping of map.columns) columns.set(mapping.column, mapping);
    decisions = { ...decisions, ...map.decisions };
  }
  return { columns: [...columns.values()], decisions };
}

/** The text of a map file, in whatever encoding Notepad saved it. */
async function mapFile(path: string): Promise<SheetMap> {
  try {
    const text = await openText(fileSource(path));
    await text.close();
    return parseMapFile(path, text.head);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new CliError('usage', `The map ${path} cannot be read: ${error.message}`, { cause: error });
  }
}
