import * as v from 'valibot';
import { flag, id, text } from './fields.ts';

/** The body of `POST /interface/v1/login` ("Authorization API"). */
export const LoginRequest = v.looseObject({ username: text, password: text });

export const LoginReply = v.looseObject({
  token_type: v.optional(v.string()),
  access_token: v.pipe(v.string(), v.nonEmpty()),
});

/** What Blink puts around the answers of its ordering API. */
export const envelope = <T extends v.GenericSchema>(data: T) =>
  v.looseObject({
    msg: v.nullish(v.string()),
    success: v.nullish(v.boolean()),
    error: v.optional(v.unknown()),
    data,
  });

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

export type LoginRequest = v.InferOutput<typeof LoginRequest>;
export type LoginReply = v.InferOutput<typeof LoginReply>;
export type Branch = v.InferOutput<typeof Branch>;
export type Customer = v.InferOutput<typeof Customer>;
export type CustomersPage = v.InferOutput<typeof CustomersReply>['data'];
