import * as v from 'valibot';
import { id, text } from './fields.ts';
import { readName, readQuantity, readState, readText, readWhole, wholeOf } from './lenient.ts';

/** The body of `POST /interface/v1/login` ("Authorization API"). */
export const LoginRequest = v.looseObject({ username: text, password: text });

export const LoginReply = v.looseObject({
  token_type: v.optional(v.unknown()),
  access_token: v.pipe(v.string(), v.nonEmpty()),
});

/** What Blink puts around the answers of its ordering API. */
export const envelope = <T extends v.GenericSchema>(data: T) =>
  v.looseObject({
    msg: v.optional(v.unknown()),
    success: v.optional(v.unknown()),
    error: v.optional(v.unknown()),
    data,
  });

/** A branch of `/interface/v1/branches`. `id` and `blink_id` are two numbers of the same branch. */
export const Branch = v.looseObject({
  id,
  blink_id: v.nullish(id),
  branch: readName,
  branch_address: readText,
  is_live: readState,
  is_active: readState,
});

export const BranchesReply = envelope(v.array(Branch));

/** A customer of `/interface/v1/customers`. `signup_date` carries no time zone: never shift it. */
export const Customer = v.looseObject({
  full_name: readText,
  phone: readText,
  email: readText,
  total_orders: readQuantity,
  signup_date: readText,
});

const page = v.pipe(v.unknown(), v.transform(wholeOf), v.number('the number of a page'));

/** One page of customers. `last_page` tells where the list ends; `total` is not reliable. */
export const CustomersReply = envelope(
  v.looseObject({
    current_page: page,
    data: v.array(Customer),
    last_page: page,
    per_page: readWhole,
    total: readWhole,
    next_page_url: readText,
  }),
);

export type LoginRequest = v.InferOutput<typeof LoginRequest>;
export type LoginReply = v.InferOutput<typeof LoginReply>;
export type Branch = v.InferOutput<typeof Branch>;
export type Customer = v.InferOutput<typeof Customer>;
export type CustomersPage = v.InferOutput<typeof CustomersReply>['data'];
