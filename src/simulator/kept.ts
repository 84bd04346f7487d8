import * as v from 'valibot';
import { id } from '../contract/fields.ts';

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

const Orders = v.object({
  /** Only the orders that were moved; the others are as the seed has them. */
  moved: v.array(v.object({ id: v.string(), status: v.number(), comment: v.nullable(v.string()) })),
});

const KeptTask = v.object({
  taskId: v.string(),
  mappingKey: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  updated: v.boolean(),
  fields: v.looseObject({ type: v.number(), pickUpTime: v.string(), deliveryTime: v.string() }),
});

const Tasks = v.object({ tasks: v.array(KeptTask) });

/** `secret` signs the tokens, so that one from an earlier command is good for the next. */
const Account = v.object({ secret: v.nullable(v.string()) });

export type KeptProduct = v.InferOutput<typeof KeptProduct>;
export type KeptTask = v.InferOutput<typeof KeptTask>;
export type MenuState = v.InferOutput<typeof Menu>;
export type OrdersState = v.InferOutput<typeof Orders>;
export type TasksState = v.InferOutput<typeof Tasks>;
export type AccountState = v.InferOutput<typeof Account>;

export const menuKind: Kind<MenuState> = { file: 'menu.json', schema: Menu, empty: { products: [] } };
export const ordersKind: Kind<OrdersState> = { file: 'orders.json', schema: Orders, empty: { moved: [] } };
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
