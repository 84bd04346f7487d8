import { OrderStatusUpdate } from '../../blink/contract/order.ts';
import { kinds } from '../cells/cells.ts';
import { orderState } from '../cells/order-cells.ts';
import { type FileKind, recordColumn, recordKind } from './file-kind.ts';

/** Files of order states: `id,status,comment`. */
export const orderKind: FileKind<OrderStatusUpdate> = recordKind({
  list: 'orders',
  columns: [
    recordColumn('id', kinds.id, true, 'blink_order_id'),
    recordColumn('status', orderState, true),
    recordColumn('comment', kinds.text, false),
  ],
  schema: OrderStatusUpdate,
});
