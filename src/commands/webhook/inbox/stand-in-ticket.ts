import type { OrderEvent } from '../../../contract/order.ts';
import { cleanText } from '../../../output/clean.ts';

/** An order as the kitchen reads it. */
export function ticketLines(order: OrderEvent, _width: number): string[] {
  const dishes = order.products.flatMap(({ quantity, name, options }) => [
    `  ${quantity} × ${name}`,
    ...(options ?? []).map((option) => `      ${option.quantity} × ${option.name}`),
  ]);
  return [
    `${order.order_key}  ${order.type}`,
    `  ${order.customer_name ?? ''} ${order.customer_phone ?? ''}`,
    ...dishes,
    ...(order.kitchen_notes ? [`  Note: ${order.kitchen_notes}`] : []),
    `  Total Rs ${order.total_price ?? '?'}`,
  ].map(cleanText);
}
