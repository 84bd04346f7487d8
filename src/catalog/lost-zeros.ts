import type { MenuProduct } from '../contract/menu.ts';
import type { Finding } from './problem.ts';

const enoughPadded = 3;

type Named = Pick<MenuProduct, 'id' | 'sku'>;

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
