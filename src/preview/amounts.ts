import { showRupees } from '../terminal/rupees.ts';

/** An amount as a menu prints it: `Rs 1,250`, and `Rs 12.50` where there are paisas. */
export function price(amount: number): string {
  return `Rs ${showRupees(amount)?.replace(/\.00$/, '')}`;
}
