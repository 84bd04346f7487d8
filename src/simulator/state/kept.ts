import * as v from 'valibot';
import { id } from '../../blink/contract/fields.ts';

/** One kind of state: its file in the folder, what may stand in it, and what it is before anything was kept. */
export interface Kind<T> {
  file: string;
  schema: v.GenericSchema<unknown, T>;
  empty: T;
}

/*
 * The schemas here name only what the handlers look at. Products were checked in full when they came;
 * checking a large menu again for every command would take longer than the command.
 */

const KeptProduct = v.looseObject({
  id,
  category: v.looseObject({ id, deleted_at: v.nullish(v.string()) }),
  branches: v.nullish(v.array(v.looseObject({ id }))),
  deleted_at: v.nullish(v.string()),
});

const Menu = v.object({ products: v.array(KeptProduct) });

/** An order that was placed here, as its webhook told of it. */
const KeptOrder = v.looseObject({
  blink_order_id: v.string(),
  order_key: v.string(),
  type: v.string(),
  channel: v.string(),
  branch_id: v.string(),
  products: v.array(v.looseObject({ product_id: v.string(), name: v.string(), quantity: v.number() })),
});

const Orders = v.object({
  /** Only the orders that were moved; the others are as the seed has them, or as they were placed. */
  moved: v.array(v.object({ id: v.string(), status: v.number(), comment: v.nullable(v.string()) })),
  placed: v.optional(v.array(KeptOrder), []),
});

const KeptTask = v.object({
  taskId: v.string(),
  mappingKey: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  updated: v.boolean(),
  /** Where somebody cancelled it, beside what the clock does. */
  cancelled: v.exactOptional(v.object({ at: v.number(), reason: v.string() })),
  fields: v.looseObject({ type: v.number(), pickUpTime: v.string(), deliveryTime: v.string() }),
});

const Tasks = v.object({ tasks: v.array(KeptTask) });

/** `secret` signs the tokens, so that one from an earlier command is good for the next. */
const Account = v.object({ secret: v.nullable(v.string()) });

export type KeptProduct = v.InferOutput<typeof KeptProduct>;
export type KeptOrder = v.InferOutput<typeof KeptOrder>;
export type KeptTask = v.InferOutput<typeof KeptTask>;
export type MenuState = v.InferOutput<typeof Menu>;
export type OrdersState = v.InferOutput<typeof Orders>;
export type TasksState = v.InferOutput<typeof Tasks>;
export type AccountState = v.InferOutput<typeof Account>;

export const menuKind: Kind<MenuState> = { file: 'menu.json', schema: Menu, empty: { products: [] } };
export const ordersKind: Kind<OrdersState> = {
  file: 'orders.json',
  schema: Orders,
  empty: { moved: [], placed: [] },
};
export const tasksKind: Kind<TasksState> = { file: 'tasks.json', schema: Tasks, empty: { tasks: [] } };
export const accountKind: Kind<AccountState> = {
  file: 'account.json',
  schema: Account,
  empty: { secret: null },
};

/** Whether a product or category is still on the menu. Blank text counts as null, as Laravel has it. */
export function isLive({ deleted_at }: { deleted_at?: string | null | undefined }): boolean {
  return (deleted_at ?? '').trim() === '';
}
