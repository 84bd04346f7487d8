import type { MenuProduct } from '../../blink/contract/menu.ts';
import type { Dish, Found, Rule, Severity } from './rule.ts';
import { rules as allRules } from './rules.ts';

/** Something that an audit found, and the rule that found it. */
export interface AuditFinding extends Found {
  rule: Rule;
}

/**
 * Looks for what is no error and would cost orders or money all the same. Dishes that are marked as deleted are passed over.
 * @returns the findings rule by rule, in the order of the rules
 */
export function auditMenu(
  products: readonly MenuProduct[],
  rules: readonly Rule[] = allRules,
): AuditFinding[] {
  const dishes = dishesOf(products);
  return rules.flatMap((rule) => [...rule.find(dishes)].map((found) => ({ ...found, rule })));
}

function dishesOf(products: readonly MenuProduct[]): Dish[] {
  return products
    .map((product, index) => ({ index, product }))
    .filter(({ product }) => !product.deleted_at && !product.category.deleted_at);
}

/** What a finding takes from the hundred points of each dish that it is about. */
const costs: Readonly<Record<Severity, number>> = { high: 50, medium: 20, low: 10 };

/**
 * How good a menu looks, from 0 to 100: each dish has a hundred points, loses 50 by each `high`, 20 by each `medium` and
 * 10 by each `low` finding that is about it, down to 0; the score is the mean. 100 is kept for a menu without findings.
 */
export function scoreOf(products: readonly MenuProduct[], findings: readonly AuditFinding[]): number {
  const dishes = dishesOf(products);
  if (dishes.length === 0) return 0;
  const points = new Map(dishes.map(({ index }) => [index, 100]));
  for (const { rule, dishes: concerned } of findings) {
    for (const index of concerned)
      points.set(index, Math.max(0, (points.get(index) ?? 0) - costs[rule.severity]));
  }
  const sum = [...points.values()].reduce((total, one) => total + one, 0);
  return Math.floor(sum / dishes.length);
}

/** How many findings there are of each severity. */
export function countBySeverity(findings: readonly AuditFinding[]): Record<Severity, number> {
  const counts = { high: 0, medium: 0, low: 0 };
  for (const { rule } of findings) counts[rule.severity] += 1;
  return counts;
}
