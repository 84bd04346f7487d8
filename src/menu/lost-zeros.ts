import type { MenuProduct } from '../blink/contract/menu.ts';
import type { Finding } from '../finding.ts';

const enoughPadded = 3;

type Named = Pick<MenuProduct, 'id'> & Partial<Pick<MenuProduct, 'sku'>>;

/**
 * Warns of ids and skus that look as if a spreadsheet had dropped their leading zeros: most are written with zeros
 * to one length ("00411"), and these have digits only and are shorter ("412").
 */
export function lostZeros(products: readonly (Named | undefined)[]): Finding[] {
  return [...shortened(products, 'id'), ...shortened(products, 'sku')];
}

function shortened(products: readonly (Named | undefined)[], key: 'id' | 'sku'): Finding[] {
  const padded = products.filter((product) => /^0\d+$/.test(String(product?.[key])));
  const lengths = new Set(padded.map((product) => String(product?.[key]).length));
  const [length] = lengths;
  if (padded.length < enoughPadded || length === undefined || lengths.size > 1) return [];
  return products.flatMap((product, i): Finding[] => {
    const value = String(product?.[key] ?? '');
    if (!/^[1-9]\d*$/.test(value) || value.length >= length) return [];
    const path = ['products', i, key];
    return [
      { severity: 'warning', path, value, expected: `${length} digits, as others have: were zeros lost?` },
    ];
  });
}

/**
 * Warns of ids and skus that were written with leading zeros when they were last imported: `00701` then, `701` now.
 * @param before the products of the last import
 */
export function zerosLostSince(before: readonly Named[], after: readonly Named[]): Finding[] {
  return (['id', 'sku'] as const).flatMap((key) => {
    const known = new Set(before.map((product) => String(product[key])));
    const padded = [...known].filter((value) => /^0+[1-9]\d*$/.test(value));
    const shortened = new Map(padded.map((value) => [value.replace(/^0+/, ''), value]));
    const present = new Set(after.map((product) => String(product[key])));
    return after.flatMap((product, i): Finding[] => {
      const value = String(product[key]);
      const had = shortened.get(value);
      if (had === undefined || known.has(value) || present.has(had)) return [];
      const message = `the last import had "${had}", the file has "${value}": were zeros lost?`;
      return [{ severity: 'warning', path: ['products', i, key], value, message }];
    });
  });
}
