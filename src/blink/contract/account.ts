import * as v from 'valibot';
import { flag, id, text } from './fields.ts';
import { readName, readQuantity, readState, readText, wholeOf } from './lenient.ts';

/** The body of `POST /interface/v1/login` ("Authorization API"). */
export const LoginRequest = v.looseObject({ username: text, password: text });

export const LoginReply = v.looseObject({
  token_type: v.optional(v.string()),
  access_token: v.pipe(v.string(), v.nonEmpty()),
});

/** The answer as it is read: the token is what matters. */
export const LoginRead = v.looseObject({ access_token: v.pipe(v.string(), v.nonEmpty()) });

/** What Blink puts around the answers of its ordering API. */
export const envelope = <T extends v.GenericSchema>(data: T) =>
  v.looseObject({
    msg: v.nullish(v.string()),
    success: v.nullish(v.boolean()),
    error: v.optional(v.unknown()),
    data,
  });

/** The same as it is read. */
const read = <T extends v.GenericSchema>(data: T) => v.looseObject({ data });

/** A branch of `/interface/v1/branches`. `id` and `blink_id` are two numbers of the same branch. */
export const Branch = v.looseObject({
  id,
  blink_id: v.nullish(id),
  branch: v.string(),
  branch_address: v.nullish(v.string()),
  is_live: v.nullish(flag),
  is_active: v.nullish(flag),
});

export const BranchesReply = envelope(v.array(Branch));

/** A branch as it is read: its id makes it one, everything else may be anything. */
const BranchRead = v.looseObject({
  id,
  blink_id: v.nullish(id),
  branch: readName,
  branch_address: readText,
  is_live: readState,
  is_active: readState,
});

export const BranchesRead = read(v.array(BranchRead));

/** A customer of `/interface/v1/customers`. `signup_date` carries no time zone: never shift it. */
export const Customer = v.looseObject({
  full_name: v.nullish(v.string()),
  phone: v.nullish(v.string()),
  email: v.nullish(v.string()),
  total_orders: v.nullish(v.number()),
  signup_date: v.nullish(v.string()),
});

/** One page of customers. `last_page` tells where the list ends; `total` is not reliable. */
export const CustomersReply = envelope(
  v.looseObject({
    current_page: v.number(),
    data: v.array(Customer),
    last_page: v.number(),
    per_page: v.nullish(v.number()),
    total: v.nullish(v.number()),
    next_page_url: v.nullish(v.string()),
  }),
);

const CustomerRead = v.looseObject({
  full_name: readText,
  phone: readText,
  email: readText,
  total_orders: readQuantity,
  signup_date: readText,
});

const page = v.pipe(v.unknown(), v.transform(wholeOf), v.number('the number of a page'));

/** A page as it is read: only what leads through the pages must be right. */
export const CustomersRead = read(
  v.looseObject({ current_page: page, data: v.array(CustomerRead), last_page: page }),
);

export type LoginRequest = v.InferOutput<typeof LoginRequest>;
export type LoginReply = v.InferOutput<typeof LoginReply>;
export type Branch = v.InferOutput<typeof BranchRead>;
export type Customer = v.InferOutput<typeof CustomerRead>;
export type CustomersPage = v.InferOutput<typeof CustomersRead>['data'];
