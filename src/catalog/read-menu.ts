import { anObject, check, matches } from '../contract/check.ts';
import { MenuProduct } from '../contract/menu.ts';
import type { CellRules } from './cells.ts';
import { columnsOf, menuColumns } from './columns.ts';
import { checkConsistency } from './consistency.ts';
import { lostZeros } from './lost-zeros.ts';
import { assemble, type Fields } from './part.ts';
import { type Finding, type Path, type Problem, pathText, Unreadable } from './problem.ts';
import { type Encoding, utf8Chunks } from './readers/encoding.ts';
import { jsonLines, readJson } from './readers/json.ts';
import type { Source } from './readers/source.ts';
import { useSharedModifiers } from './shared-modifiers.ts';
import { readSheet } from './sheet.ts';

export interface ReadOptions extends CellRules {
  encoding?: Encoding | undefined;
  /** The file with the contents of the modifiers that a product file names. */
  modifiers?: Source | undefined;
}

/** A menu as read from a file. It may be sent when no problem is an error. */
export interface MenuFile {
  name: string;
  products: readonly MenuProduct[];
  problems: readonly Problem[];
  /** Where values of the menu stand in the operator's file, for the paths that Blink's 422 names. */
  locate(paths: readonly Path[]): Promise<Problem[]>;
}

/**
 * Reads a menu from our CSV or from JSON and checks all of it. Everything that is wrong is in `problems`; the
 * products are complete only when none of them is an error.
 * @throws CliError when the file cannot be opened or read
 */
export async function readMenu(source: Source, options: ReadOptions = {}): Promise<MenuFile> {
  try {
    return (await isJson(source, options.encoding))
      ? await readJsonMenu(source, options.encoding)
      : await readCsvMenu(source, options);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { path, index, ...problem } = { ...error.finding, file: source.name };
    return { name: source.name, products: [], problems: [problem], locate: async () => [] };
  }
}

/** The content decides, not the name: JSON begins with a brace or a bracket. */
async function isJson(source: Source, encoding: Encoding | undefined): Promise<boolean> {
  for await (const chunk of utf8Chunks(source, encoding)) {
    const start = Buffer.from(chunk.subarray(0, 4096)).toString().trimStart();
    if (start !== '') return start.startsWith('{') || start.startsWith('[');
  }
  return false;
}

const productSheet = {
  root: 'product',
  columns: menuColumns,
  required: [...columnsOf('product'), ...columnsOf('category')].filter((column) => column.required),
} as const;

async function readCsvMenu(source: Source, options: ReadOptions): Promise<MenuFile> {
  const sheet = await readSheet(source, productSheet, options, options.encoding);
  const shared = await useSharedModifiers(sheet.parts, options.modifiers, options);
  const products = sheet.parts.map(assemble).map((fields) => (isProduct(fields) ? fields : undefined));
  const findings = [
    ...sheet.findings,
    ...shared.findings,
    ...lostZeros(products),
    ...checkConsistency(products),
  ];
  return {
    name: source.name,
    products: products.filter((product) => product !== undefined),
    problems: [...(await sheet.place(findings)), ...shared.problems],
    locate: (paths) => sheet.place(paths.map((path) => ({ severity: 'error', path }))),
  };
}

/** Narrows what grew out of rows: each cell was read by the rule of its column, so only presence is left to ask. */
function isProduct(fields: Fields): fields is MenuProduct {
  const { category } = fields;
  return (
    requiredKeys.every((key) => fields[key] !== undefined) &&
    typeof category === 'object' &&
    category !== null &&
    'id' in category &&
    'name' in category
  );
}

const requiredKeys = columnsOf('product').flatMap(({ required, key }) => (required ? [key] : []));

async function readJsonMenu(source: Source, encoding: Encoding | undefined): Promise<MenuFile> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of utf8Chunks(source, encoding)) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { value, findings } = readJson(text);
  const given = value === undefined ? [] : listedProducts(value, findings);
  const products = given.map((product, i) => {
    if (matches(MenuProduct, product)) return product;
    for (const { path, ...issue } of check(MenuProduct, product)) {
      findings.push({ severity: 'error', path: ['products', i, ...path], ...issue });
    }
    return undefined;
  });
  findings.push(...checkConsistency(products));

  const place = (found: readonly Finding[]): Problem[] => {
    const lineOf = jsonLines(
      text,
      found.flatMap(({ path, line }) => (path && line === undefined ? [path] : [])),
    );
    return found.map(({ path, line, ...finding }) => ({
      ...finding,
      file: source.name,
      line: line ?? (path && lineOf(path)),
      field: path && pathText(path),
    }));
  };
  return {
    name: source.name,
    products: products.filter((product) => product !== undefined),
    problems: findings.length > 0 ? place(findings) : [],
    locate: async (paths) => place(paths.map((path) => ({ severity: 'error', path }))),
  };
}

/** The products of `{"products": […]}` or of a bare list. */
function listedProducts(value: unknown, findings: Finding[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!matches(anObject, value) || !Array.isArray(value.products)) {
    findings.push({
      severity: 'error',
      message: 'this is no menu: expected {"products": [...]} or a list of products.',
    });
    return [];
  }
  for (const key of Object.keys(value)) {
    if (key === 'products') continue;
    findings.push({
      severity: 'warning',
      path: [key],
      message: 'only "products" is sent, this is left out.',
    });
  }
  return value.products;
}
