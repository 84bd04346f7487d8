import { OrderStatusUpdate } from '../../blink/contract/order.ts';
import { kinds } from '../cells/cells.ts';
import { orderState } from '../cells/order-cells.ts';
import { type RecordKind, recordColumn } from './kind.ts';

/** Files of order states: `id,status,comment`. */
export const orderRecords: RecordKind<OrderStatusUpdate> = {
  list: 'orders',
  columns: [
    recordColumn('id', kinds.id, true, 'blink_order_id'),
    recordColumn('status', orderState, true),
    recordColumn('comment', kinds.text, false),
  ],
  toBody: (fields) => fields,
  schema: OrderStatusUpdate,
};
