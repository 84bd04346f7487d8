import { type CellKind, kinds } from '../cells/cells.ts';
import { latitude, longitude, payment, phone, taskType, utcTime } from '../cells/task-cells.ts';

/** A field of a delivery task, under Blink's own name. */
export interface TaskField {
  name: string;
  kind: CellKind;
  /** Needed to create a task. */
  required: boolean;
  /** What it is, for a flag's help and for a question. */
  summary: string;
}

const field = (name: string, kind: CellKind, summary: string): TaskField => ({
  name,
  kind,
  required: false,
  summary,
});
const needed = (name: string, kind: CellKind, summary: string): TaskField => ({
  name,
  kind,
  required: true,
  summary,
});

/** The fields that name a task when it is created. `mappingCode` is the same as `mappingKey` unless given. */
export const referenceFields: readonly TaskField[] = [
  needed('mappingKey', kinds.id, 'your own reference of the task'),
  field('mappingCode', kinds.id, 'a second reference; the mapping key unless given'),
  needed('mappingBranchId', kinds.id, 'the branch it is picked up from'),
];

/** What a task says, when it is created and when it is updated ("Create Task", "Update Task"). */
export const deliveryFields: readonly TaskField[] = [
  needed('customerName', kinds.name, "the customer's name"),
  needed('customerPhone', phone, "the customer's phone, like 923001234567"),
  needed('customerAddress', kinds.text, 'where it goes'),
  field('customerEmail', kinds.text, "the customer's e-mail address"),
  needed('lat', latitude, 'latitude of that address'),
  needed('lng', longitude, 'longitude of that address'),
  needed('pickUpTime', utcTime, 'when it is picked up: ISO, your local time, or +30m'),
  needed('deliveryTime', utcTime, 'when it arrives: ISO, your local time, or +75m'),
  needed('paymentType', payment, 'COD (cash on delivery) or ONLINE'),
  field('subTotal', kinds.money, 'what the goods cost, in rupees'),
  field('deliveryCharges', kinds.money, 'what the delivery costs'),
  field('discount', kinds.money, 'what is taken off'),
  field('discountCode', kinds.text, 'the code it is taken off for'),
  field('tax', kinds.money, 'the tax'),
  field('taxPercent', kinds.money, 'the tax in percent'),
  field('description', kinds.text, 'what is in it'),
  field('instruction', kinds.text, 'what the rider should know'),
];

/** 1 for a normal task, 2 for a return. */
export const typeField = needed('type', taskType, '1 or normal, 2 or return');
