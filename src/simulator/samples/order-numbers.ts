/** An order as the simulator has it before anyone moved it. */
export interface SeedOrder {
  id: string;
  /** The number that the customer has. */
  key: string;
  /** Blink's number of the state, 0 to 4. */
  status: number;
}

/** The branch of all of them, as in the vendor's samples. */
export const seedBranch = '12345';

const pending = 0;
const firstOfMixed = 1_236_570;
const firstKey = 24_215;

/** 1 to 20, 123, and the order of the vendor's status samples: all pending, for trying things out. */
const fresh = [...Array.from({ length: 20 }, (_, index) => index + 1), 123, 123_456];

/** Twenty orders up to the one of the vendor's order sample, in all five states by turns. */
const mixed = Array.from({ length: 20 }, (_, index) => firstOfMixed + index);

/** The numbers of the orders that `blink webhook trigger` makes up: all pending. */
export const madeUp = { first: 1_300_000, count: 100_000 } as const;

/** The orders that are listed. */
export const seedOrders: readonly SeedOrder[] = [
  ...fresh.map((id) => ({ id: String(id), key: keyOf(id), status: pending })),
  ...mixed.map((id, index) => ({
    id: String(id),
    key: keyOf(id - firstOfMixed + firstKey),
    // The last one, the sample's, is pending.
    status: (index + 1) % 5,
  })),
];

/** The order with this id, as it is before anyone moved it. */
export function seedOrder(id: string): SeedOrder | undefined {
  const number = /^\d{7}$/.test(id) ? Number(id) - madeUp.first : -1;
  if (number < 0 || number >= madeUp.count) return seedOrders.find((order) => order.id === id);
  return { id, key: keyOf(number), status: pending };
}

/** `ABND-00123`, as customers are told. */
export function keyOf(number: number): string {
  return `ABND-${String(number).padStart(5, '0')}`;
}
