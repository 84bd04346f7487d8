import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { Branch, Customer, envelope } from '../../blink/contract/account.ts';
import { count, id } from '../../blink/contract/fields.ts';
import {
  MenuBranch,
  MenuCategory,
  MenuModifier,
  MenuOption,
  MenuOptionBranch,
  MenuProduct,
} from '../../blink/contract/menu.ts';
import { OrderEvent, OrderStatusEvent } from '../../blink/contract/order.ts';
import { StockBranch, StockProduct } from '../../blink/contract/stock.ts';
import { TaskEvent } from '../../blink/contract/task.ts';
import { type Endpoint, endpoints } from '../../blink/endpoints.ts';
import { Cancellation } from '../calls/own.ts';
import { OrderWishes } from '../calls/wishes.ts';
import { FaultChanges } from '../faults/calls.ts';
import { descriptions } from './descriptions.ts';

/*
 * The answers below are the simulator's own: the vendor's pages don't say what Blink answers there.
 */

const ImportResult = v.object({
  products: count,
  created: count,
  updated: count,
  deleted: count,
  total: count,
});
const OrderStanding = v.object({
  blink_order_id: v.string(),
  order_key: v.string(),
  status: v.picklist([0, 1, 2, 3, 4]),
  statusText: v.string(),
  comment: v.nullable(v.string()),
});
const ReadCategory = v.looseObject({ ...MenuCategory.entries, blink_id: v.number(), status: v.number() });
const ReadProduct = v.looseObject({
  ...MenuProduct.entries,
  category: v.array(MenuCategory),
  img_url: v.nullable(v.string()),
});
const Faults = v.object({
  latency: v.string(),
  fail_rate: v.number(),
  rate_limit: v.nullable(v.string()),
  batch_limit: v.nullable(count),
  token_ttl: count,
});
const RequestEntry = v.object({
  time: v.pipe(v.string(), v.isoTimestamp()),
  method: v.string(),
  path: v.string(),
  status: v.number(),
  ms: v.number(),
  size: count,
});

/** Those that are not the whole of a body of Blink's: its records name these. */
const definitions = {
  Id: id,
  MenuProduct,
  MenuCategory,
  MenuBranch,
  MenuModifier,
  MenuOption,
  MenuOptionBranch,
  ImportReply: envelope(ImportResult),
  MenuPage: v.looseObject({
    ...envelope(v.array(ReadProduct)).entries,
    current_page: count,
    last_page: count,
    per_page: count,
    total: count,
    next_page_url: v.nullable(v.string()),
  }),
  CategoriesReply: envelope(v.array(ReadCategory)),
  StockProduct,
  StockBranch,
  StockReply: envelope(v.object({ products: count })),
  Branch,
  Customer,
  OrderStatusReply: envelope(OrderStanding),
  OrderEvent,
  OrderStatusEvent,
  TaskEvent,
  OrderWishes,
  OrdersReply: envelope(
    v.array(v.object({ ...OrderStanding.entries, branch_id: v.string(), order: v.nullable(OrderEvent) })),
  ),
  StateChange: v.object({ status: v.picklist([0, 1, 2, 3, 4]), comment: v.optional(v.nullable(v.string())) }),
  Cancellation,
  FaultChanges,
  FaultsReply: envelope(Faults),
  RequestsReply: envelope(v.array(RequestEntry)),
  ResetReply: envelope(v.object({ reset: v.literal(true) })),
  Refusal: v.object({ message: v.string() }),
  Invalid: v.object({ message: v.string(), errors: v.record(v.string(), v.array(v.string())) }),
} satisfies Record<string, v.GenericSchema>;

/** All schemas as JSON Schema, with a description for each and for their fields. */
export async function schemas(): Promise<Record<string, unknown>> {
  const defs = toJsonSchemaDefs(
    { ...(await bodies()), ...definitions },
    {
      target: 'draft-2020-12',
      typeMode: 'input',
      // What a check does beyond types is in the descriptions.
      errorMode: 'ignore',
      overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
    },
  );
  return Object.fromEntries(
    Object.entries(defs).map(([name, schema]) => [name, described(name, Object(open(schema)))]),
  );
}

/** The bodies of Blink's calls, as the vendor's pages have them. */
async function bodies(): Promise<Record<string, v.GenericSchema>> {
  const named = Object.values<Endpoint>(endpoints).map(async ({ request, reply }) => ({
    ...(request && { [request.name]: await request.schema() }),
    ...(reply && { [reply.name]: await (reply.documented ?? reply.schema)() }),
  }));
  return Object.assign({}, ...(await Promise.all(named)));
}

/** A reference to a schema by its name. */
export function schemaRef(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** Says of every object that unknown fields pass, where it does not say that they don't. */
function open(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(open);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, open(value)]));
  return 'properties' in schema && Reflect.get(schema, 'type') === 'object'
    ? { ...inner, additionalProperties: Reflect.get(schema, 'additionalProperties') ?? true }
    : inner;
}

function described(name: string, schema: Record<string, unknown>): Record<string, unknown> {
  const { '': own, ...fields } = descriptions[name] ?? {};
  const properties = Object.entries(Object(schema.properties)).map(([field, type]) => {
    const description = fields[field];
    return [field, description === undefined ? type : { description, ...Object(type) }];
  });
  return {
    ...(own !== undefined && { description: own }),
    ...schema,
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}
