import { CliError } from '../../../errors.ts';
import { type Decisions, idSources } from '../decisions.ts';
import type { Mapping } from './meaning.ts';

/** What an operator says of a sheet of their own: what its columns mean, and what else had to be decided. */
export interface SheetMap {
  columns: readonly Mapping[];
  decisions: Decisions;
}

/** `Qeemat=price`. @throws CliError `usage` */
export function parseMapping(text: string): Mapping {
  const at = text.lastIndexOf('=');
  const [column, meaning] = [text.slice(0, Math.max(at, 0)).trim(), text.slice(at + 1).trim()];
  if (column !== '' && meaning !== '') return { column, meaning };
  throw new CliError('usage', `--map ${text}: write it as column=field, like "Qeemat=price".`);
}

/** The flags that a map file keeps, by their names. */
const flags: Readonly<Record<string, (value: string) => Decisions | undefined>> = {
  '--id-from': (value) => given('idFrom', idSources, value),
  '--sku-from': (value) => given('skuFrom', idSources, value),
  '--variants': (value) => given('variants', ['products', 'modifier'] as const, value),
  '--name': (value) => given('name', ['name', 'localized', 'both'] as const, value),
  '--category': (value) => ({ category: value }),
  '--default': (value) => ({ default: [value] }),
};

function given<K extends string, V extends string>(key: K, values: readonly V[], value: string) {
  const known = values.find((one) => one === value);
  return known === undefined ? undefined : { [key]: known };
}

/**
 * Reads a map file: a column and its field on each line, as `--map` takes them, or a flag such as `--id-from=name-slug`.
 * Lines that begin with # are comments.
 * @throws CliError `usage` naming the line that makes no sense
 */
export function parseMapFile(path: string, text: string): SheetMap {
  const columns: Mapping[] = [];
  let decisions: Decisions = {};
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const line = raw.replace(/^\ufeff/, '').trim();
    if (line === '' || line.startsWith('#')) return;
    const [, flag, value = ''] = /^(--[a-z-]+)[ =]\s*(.*)$/.exec(line) ?? [];
    if (flag === undefined && line.includes('=')) {
      columns.push(parseMapping(line));
      return;
    }
    const said = flags[flag ?? '']?.(value.trim());
    if (said === undefined) throw noSense(path, i + 1, line);
    decisions = { ...decisions, ...said, default: [...(decisions.default ?? []), ...(said.default ?? [])] };
  });
  return { columns, decisions };
}

function noSense(path: string, line: number, text: string): CliError {
  return new CliError(
    'usage',
    `${path} line ${line}: "${text}" is neither column=field nor a flag that is known here.`,
    {
      hint: `The flags are ${Object.keys(flags).join(', ')}, each as --flag=value.`,
    },
  );
}

/** The text of a map file. */
export function mapFileText(sheet: string, { columns, decisions }: SheetMap): string {
  const { idFrom, skuFrom, variants, category, default: defaults = [] } = decisions;
  const said = { '--id-from': idFrom, '--sku-from': skuFrom, '--variants': variants, '--category': category };
  const lines = [
    `# What the columns of ${sheet} mean to blink. Run again with --map and the name of this file.`,
    ...columns.map(({ column, meaning }) => `${column}=${meaning}`),
    ...Object.entries(said).flatMap(([flag, value]) => (value === undefined ? [] : [`${flag}=${value}`])),
    ...defaults.map((one) => `--default=${one}`),
  ];
  return `${lines.join('\n')}\n`;
}
