import { headerName } from '../sheet/layout.ts';

/** Where the columns of a Loyverse export stand, from 0. */
export interface LoyverseColumns {
  handle: number;
  sku: number;
  name: number;
  category: number;
  description: number;
  weight: number;
  /** The name and the value of each option. */
  options: readonly { name: number; value: number }[];
  /** What an item costs in stores that do not say. */
  defaultPrice: number;
  included: number;
  stores: readonly Store[];
  modifiers: readonly { name: string; index: number }[];
}

/** The columns of one store: `Price [Clifton]`. */
export interface Store {
  name: string;
  available: number;
  price: number;
  stock: number;
}

/** Stands for a column that the file does not have: no row has a cell there. */
const nowhere = -1;

const bracketed = /^(.*?)\s*\[(.+)\]$/s;
/** `Modifier - "Sauces"`; a tax has its percentage behind that. */
const quoted = /^[^"]+ - "(.+)"$/s;

/**
 * Finds the columns of a Loyverse export. In English they are known by their names, and some may be missing; in other
 * languages, whose headers have typos and change their case from one export to the next, by their places and shapes.
 * @returns undefined for the header of another file
 */
export function loyverseColumns(header: readonly string[]): LoyverseColumns | undefined {
  const modifiers = header.flatMap((heading, index) => {
    const [, name] = quoted.exec(heading.trim()) ?? [];
    return name === undefined ? [] : [{ name, index }];
  });
  const found = inEnglish(header) ?? inAnyLanguage(header);
  return found && { ...found, modifiers };
}

type Found = Omit<LoyverseColumns, 'modifiers'>;

function inEnglish(header: readonly string[]): Found | undefined {
  const names = header.map(headerName);
  const stores = storesOf(header, (columns) => {
    const at = (name: string) =>
      columns.find(({ heading }) => headerName(heading) === name)?.index ?? nowhere;
    return { available: at('available_for_sale'), price: at('price'), stock: at('in_stock') };
  });
  const isKnown = ['handle', 'sku', 'name'].every((name) => names.includes(name));
  const isLoyverse =
    names.includes('sku_of_included_item') ||
    names.includes('option_1_name') ||
    names.includes('sold_by_weight');
  if (!isKnown || !isLoyverse) return undefined;
  const at = (name: string) => names.indexOf(name);
  return {
    handle: at('handle'),
    sku: at('sku'),
    name: at('name'),
    category: at('category'),
    description: at('description'),
    weight: at('sold_by_weight'),
    options: [1, 2, 3].map((n) => ({ name: at(`option_${n}_name`), value: at(`option_${n}_value`) })),
    defaultPrice: at('default_price'),
    included: at('sku_of_included_item'),
    stores: stores.length > 0 ? stores : unnamedStore(at),
  };
}

/** A file that was made for an account with one store may do without brackets. */
function unnamedStore(at: (name: string) => number): Store[] {
  const store = { name: '', available: at('available_for_sale'), price: at('price'), stock: at('in_stock') };
  return store.price === nowhere ? [] : [store];
}

const firstOption = 6;
const afterOptions = 12;

function inAnyLanguage(header: readonly string[]): Found | undefined {
  const stores = storesOf(header, ([available, price, stock, low]) =>
    available && price && stock && low
      ? { available: available.index, price: price.index, stock: stock.index }
      : undefined,
  );
  const start = header.findIndex((heading) => bracketed.test(heading.trim()));
  const between = start - afterOptions;
  if (stores.length === 0 || between < 5 || between > 9 || !hasOptions(header)) return undefined;
  // `Precio por defecto` stands before the cost, where `Precio [Clifton]` stands below a store.
  const [, price = ''] = bracketed.exec(header[stores[0]?.price ?? nowhere]?.trim() ?? '') ?? [];
  const hasDefault = price !== '' && headerName(header[afterOptions] ?? '').includes(headerName(price));
  const shift = hasDefault ? 1 : 0;
  return {
    ...{ handle: 0, sku: 1, name: 2, category: 3, description: 4, weight: 5 },
    options: [0, 1, 2].map((n) => ({ name: firstOption + 2 * n, value: firstOption + 2 * n + 1 })),
    defaultPrice: hasDefault ? afterOptions : nowhere,
    included: afterOptions + shift + 2,
    stores,
  };
}

/** The headers of the options are numbered in all languages: `Opción 1 nombre, Opción 1 valor, Opción 2 nombre …` */
function hasOptions(header: readonly string[]): boolean {
  return header.slice(firstOption, afterOptions).every((heading, i) => {
    const [digits] = /\d+/.exec(heading.normalize('NFKC')) ?? [];
    return digits === String(Math.floor(i / 2) + 1);
  });
}

interface Bracketed {
  heading: string;
  index: number;
}

function storesOf(
  header: readonly string[],
  read: (columns: readonly Bracketed[]) => Omit<Store, 'name'> | undefined,
): Store[] {
  const stores = new Map<string, Bracketed[]>();
  header.forEach((text, index) => {
    const [, heading = '', name] = bracketed.exec(text.trim()) ?? [];
    if (name !== undefined) stores.set(name.trim(), [...(stores.get(name.trim()) ?? []), { heading, index }]);
  });
  return [...stores].flatMap(([name, columns]) => {
    const found = read(columns);
    return found && found.price !== nowhere ? [{ name, ...found }] : [];
  });
}
