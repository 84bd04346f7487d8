import { expect, it } from 'vitest';
import type { TaskCreate } from '../../../src/blink/contract/task.ts';
import {
  changedTaskIntent,
  newTaskIntent,
  orderIntent,
  stockIntent,
} from '../../../src/commands/shared/intents.ts';

const task: TaskCreate = {
  mappingKey: '10045',
  mappingCode: 'K-10045',
  mappingBranchId: '63',
  customerName: 'Ayesha Khan',
  customerAddress: 'Tariq Road, PECHS',
  customerPhone: '923001234567',
  lat: '24.871641',
  lng: '67.059906',
  pickUpTime: '2026-11-24T17:00:00.000Z',
  deliveryTime: '2026-11-24T17:45:00.000Z',
  paymentType: 'COD',
  subTotal: 2080,
  deliveryCharges: 0,
  type: 1,
};

it.each([
  [orderIntent({ blink_order_id: '9', status: 1 }), 'order 9: accepted'],
  [orderIntent({ blink_order_id: '9', status: 4, comment: 'too far' }), 'order 9: rejected (too far)'],
  [
    stockIntent({ id: 'bbq-01', price: 520, discount_price: 0, branches: [] }),
    'product bbq-01: price 520, discount price 0',
  ],
  [
    stockIntent({
      id: 'bbq-01',
      price: 520,
      discount_price: 500,
      branches: [
        { id: '101', stock_quantity: 0, is_active: false },
        { id: '102', price: 540, discount_price: null },
        { id: '103', stock_qunatity: 7, is_active: true },
      ],
    }),
    'product bbq-01: price 520, discount price 500; branch 101: stock 0, off; branch 102: price 540; branch 103: stock 7, on',
  ],
  [newTaskIntent(task), 'task 10045: Ayesha Khan, Tariq Road, PECHS, COD, subTotal 2080, deliveryCharges 0'],
  [newTaskIntent({ ...task, type: 2 }), expect.stringMatching(/^return 10045: /)],
  [
    changedTaskIntent({ taskId: 'KHIAB-10001', type: 1, deliveryTime: '2026-11-24T17:45:00.000Z' }),
    'task KHIAB-10001: type 1, deliveryTime 2026-11-24T17:45:00.000Z',
  ],
])('%s', (shown, expected) => {
  expect(shown).toEqual(expected);
});
