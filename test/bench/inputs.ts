import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';

const dishes = [
  'Chicken Karahi کڑاہی',
  'Beef Nihari نہاری',
  'Daal Chawal',
  'Seekh Kebab سیخ کباب',
  'Halwa Puri',
];
const columns = [
  ...['product_id', 'sku', 'name', 'description', 'is_active', 'price', 'category_id', 'category_name'],
  ...['branch_id', 'branch_is_active', 'branch_price', 'branch_stock_quantity'],
];

/**
 * Writes a menu of so many rows, about 220 bytes each. Each product has four, one a branch: together or, scattered, all
 * rows of a branch after those of the one before. Where a product's description holds a comma, it is quoted.
 */
export function writeMenu(file: string, rows: number, { scattered = false } = {}): void {
  const products = Math.ceil(rows / 4);
  const out = openSync(file, 'w');
  let chunk = `${columns.join(',')}\n`;
  for (let row = 0; row < rows; row++) {
    chunk += scattered ? menuRow(row % products, Math.floor(row / products)) : menuRow(row >> 2, row & 3);
    if (chunk.length < 1 << 20) continue;
    writeSync(out, chunk);
    chunk = '';
  }
  writeSync(out, chunk);
  closeSync(out);
}

function menuRow(product: number, branch: number): string {
  const name = `${dishes[product % dishes.length]} No. ${product}`;
  const words = `Slow-cooked over charcoal with ginger and green chilli; served with naan and raita. Batch ${digest(product)}`;
  const description = product % 10 === 0 ? `"${words}, made to order"` : words;
  const [price, category] = [350 + (product % 90) * 10, product % 40];
  const head = `p${product},SKU-${product},${name},${description},true,${price},c${category},Category ${category}`;
  return `${head},${60 + branch},true,${price + branch * 5},${product % 50}\n`;
}

/** Text that no compression or cache makes shorter. */
function digest(number: number): string {
  return createHash('sha256').update(String(number)).digest('base64url');
}

export function writeStock(file: string, products: number): void {
  const rows = Array.from({ length: products }, (_, i) => `p${i},${350 + (i % 90) * 10},,63,${i % 50}\n`);
  writeFileSync(file, `product_id,price,discount_price,branch_id,stock_quantity\n${rows.join('')}`);
}

export function writeOrders(file: string, count: number): void {
  const rows = Array.from({ length: count }, (_, i) => `${i + 1},accepted,\n`);
  writeFileSync(file, `id,status,comment\n${rows.join('')}`);
}
