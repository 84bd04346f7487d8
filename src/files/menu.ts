import { anObject, check, matches } from '../blink/contract/check.ts';
import { MenuProduct } from '../blink/contract/menu.ts';
import { type Comparable, ComparableProduct, checkConsistency } from '../menu/consistency.ts';
import type { CellRules } from './cells/cells.ts';
import { lostZeros } from './cells/lost-zeros.ts';
import type { Rejected } from './kinds/kind.ts';
import { groupRows } from './kinds/menu/group.ts';
import { checkJson, jsonRules } from './kinds/menu/json-checks.ts';
import { menuProductShape } from './kinds/menu/json-shape.ts';
import { assemble, type Fields, type Part, rowsOf } from './kinds/menu/part.ts';
import { hasRequired, isComparable } from './kinds/menu/required.ts';
import { useSharedModifiers } from './kinds/menu/shared-modifiers.ts';
import { type Finding, mostFindings, type Path, type Problem, pathText, Unreadable } from './problem.ts';
import type { Encoding } from './readers/encoding.ts';
import { jsonLines, readJson } from './readers/json.ts';
import { jsonText } from './readers/json-text.ts';
import type { Source } from './readers/source.ts';
import { columnsOf, menuColumns, sharedModifiersColumn } from './sheet/columns.ts';
import { inRowOrder } from './sheet/places.ts';
import { readSheet, type SheetKind } from './sheet/sheet.ts';

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
  /** These products as they stand in the file, to be written out again. */
  original(indexes: readonly number[]): Promise<Rejected[]>;
}

/**
 * Reads a menu from our CSV or from JSON and checks all of it. Everything that is wrong is in `problems`; the
 * products are complete only when none of them is an error.
 * @throws CliError when the file cannot be opened or read
 */
export async function readMenu(source: Source, options: ReadOptions = {}): Promise<MenuFile> {
  try {
    const json = await jsonText(source, options.encoding);
    return json === undefined ? await readCsvMenu(source, options) : readJsonMenu(source.name, json, options);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { path, index, ...problem } = { ...error.finding, file: source.name };
    return {
      name: source.name,
      products: [],
      problems: [problem],
      locate: async () => [],
      original: async () => [],
    };
  }
}

const productSheet: SheetKind = {
  columns: [...menuColumns, sharedModifiersColumn],
  required: [...columnsOf('product'), ...columnsOf('category')].filter((column) => column.required),
  group: (binding, rules) => groupRows('product', binding, rules),
};

async function readCsvMenu(source: Source, options: ReadOptions): Promise<MenuFile> {
  const sheet = await readSheet(source, productSheet, options, options.encoding);
  const shared = await useSharedModifiers(sheet.parts, options.modifiers, options);
  const compared = sheet.parts.map(toComparable);
  const products = compared.filter(isProduct);
  const findings = [
    ...sheet.findings,
    ...shared.findings,
    ...lostZeros(compared),
    ...checkConsistency(compared),
  ];
  return {
    name: source.name,
    products,
    problems: [...inRowOrder(await sheet.place(findings)), ...shared.problems],
    locate: (paths) => sheet.place(paths.map((path) => ({ severity: 'error', path }))),
    original: async (indexes) => {
      const byRow = new Map(
        indexes.flatMap((index) => {
          const part = sheet.parts[index];
          return part ? [...rowsOf(part)].map((row) => [row, index] as const) : [];
        }),
      );
      const rows = await sheet.original(new Set(byRow.keys()));
      return rows.map(({ row, line, cells }) => ({ index: byRow.get(row) ?? 0, line, fields: cells }));
    },
  };
}

/** A product as far as it can be compared with others. */
function toComparable(part: Part): Comparable | undefined {
  const fields = assemble(part);
  return isCompared(fields, part) ? fields : undefined;
}

// Each cell was read by the rule of its column, so only presence is left to ask.

function isCompared(_fields: Fields, part: Part): _fields is Fields & Comparable {
  return isComparable(part);
}

function isProduct(compared: Comparable | undefined): compared is MenuProduct {
  return compared !== undefined && hasRequired('product', compared);
}

function readJsonMenu(name: string, text: string, rules: ReadOptions): MenuFile {
  const { value, findings: read } = readJson(text);
  const isList = Array.isArray(value);
  // In a bare list the path to a product has no "products", for people and for Blink it has.
  const findings = read.map((one) =>
    isList && one.path ? { ...one, path: ['products', ...one.path] } : one,
  );
  const given = value === undefined ? [] : listedProducts(value, findings);
  const products: MenuProduct[] = [];
  const checks = jsonRules(rules);
  const compared = given.map((product, i) => {
    if (findings.length > mostFindings) return undefined;
    const path = ['products', i];
    const { findings: found, told } = checkJson(menuProductShape, product, path, checks);
    findings.push(...found);
    if (matches(MenuProduct, product)) {
      products.push(product);
      return product;
    }
    for (const { path: within, ...issue } of check(MenuProduct, product)) {
      const at = [...path, ...within];
      if (!told.has(pathText(at))) findings.push({ severity: 'error', path: at, ...issue });
    }
    return matches(ComparableProduct, product) ? product : undefined;
  });
  for (const finding of [...lostZeros(compared), ...checkConsistency(compared)]) findings.push(finding);
  const pathOf = (path: Path) => (isList ? path.slice(1) : path);

  const place = (found: readonly Finding[]): Problem[] => {
    const wanted = found.flatMap(({ path, line }) => (path && line === undefined ? [pathOf(path)] : []));
    const lineOf = wanted.length > 0 ? jsonLines(text, wanted) : undefined;
    return found.map(({ path, line, index: _, ...finding }) => ({
      ...finding,
      file: name,
      line: line ?? (path && lineOf?.(pathOf(path))),
      field: path && pathText(path),
    }));
  };
  return {
    name,
    products,
    problems: place(findings).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    locate: async (paths) => place(paths.map((path) => ({ severity: 'error', path }))),
    original: async (indexes) =>
      indexes.flatMap((index) => {
        const product = given[index];
        const [{ line } = {}] = place([{ severity: 'error', path: ['products', index] }]);
        return matches(anObject, product) ? [{ index, line, fields: Object.entries(product) }] : [];
      }),
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
