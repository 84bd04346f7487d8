import type { EventKind } from '../../src/blink/contract/event.ts';
import { samples } from './events.ts';

/** A body that differs from the vendor's sample, under an id of its own. */
export interface OtherBody {
  what: string;
  kind: EventKind;
  key: string;
  body: Buffer;
  type: string;
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

/** What stands in place of each field: another JSON type, null, nothing, an empty one. */
const stand: Readonly<Record<string, unknown>> = {
  null: null,
  missing: undefined,
  number: 7,
  zero: 0,
  'number as text': '7.50',
  true: true,
  'empty text': '',
  'empty list': [],
  object: { lat: 1 },
};

const identities: Readonly<Record<EventKind, readonly string[]>> = {
  order: ['blink_order_id', 'products'],
  'order-status': ['blink_order_id', 'status'],
  task: ['eventId', 'data.taskId', 'data'],
};

/** Every field of the three samples with everything that can stand in its place, and what was seen elsewhere. */
export function otherBodies(): OtherBody[] {
  let number = 0;
  const made = (kind: EventKind, what: string, value: unknown): OtherBody => {
    number += 1;
    const key = `X-${number}`;
    const body = Buffer.from(JSON.stringify(withId(kind, value, key)));
    return { what: `${kind}: ${what}`, kind, key, body, type: json };
  };
  const mutated = (['order', 'order-status', 'task'] as const).flatMap((kind) =>
    pathsOf(sample(kind))
      .filter((path) => !identities[kind].includes(path.join('.')))
      .flatMap((path) =>
        Object.entries(stand).map(([name, value]) =>
          made(kind, `${path.join('.')} is ${name}`, changed(sample(kind), path, value)),
        ),
      ),
  );
  const order = sample('order');
  const seen = [
    made('order', 'an unknown field', { ...order, preparation_time_mins: 20 }),
    made('order', 'payment_method', { ...order, payment_type: undefined, payment_method: 'COD' }),
    made('order', 'blink_branch_id beside branch_id', { ...order, branch_id: 'KHI-01', blink_branch_id: 63 }),
    made('order', 'a place of 0, 0', { ...order, branch_latitude: 0, branch_longitude: 0 }),
    made('order', 'no dishes', { ...order, products: [] }),
    made('order', 'dishes that are words', { ...order, products: ['Naan', null, 7, []] }),
    made('order', 'only an identity', { products: [] }),
    made('order-status', 'a state as text', { ...sample('order-status'), status: '1' }),
    made('order-status', 'a state by its name', { status: 'accepted' }),
    made('order-status', 'a state that nobody knows', { status: { new: true } }),
    made('task', 'only an identity', { event: null, data: {} }),
    made('task', 'an event as text', { eventId: '24', data: { type: '1' } }),
  ];
  return [...mutated, ...seen, ...hostile(), ...forms()];
}

/** Written so that something breaks. */
function hostile(): OtherBody[] {
  const order = (what: string, key: string, text: string): OtherBody => {
    return { what: `hostile: ${what}`, kind: 'order', key, body: Buffer.from(text), type: json };
  };
  const idOnly = (id: string) => `{"blink_order_id":${JSON.stringify(id)},"products":[]}`;
  return [
    order(
      '__proto__',
      'H-1',
      '{"__proto__":{"products":1},"blink_order_id":"H-1","products":[{"__proto__":[]}]}',
    ),
    order('1e400', 'H-2', '{"blink_order_id":"H-2","total_price":1e400,"products":[{"quantity":-1e400}]}'),
    order(
      'nested 5000 deep',
      'H-3',
      `{"blink_order_id":"H-3","products":[],"x":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ),
    order(
      'a long text',
      'H-4',
      `{"blink_order_id":"H-4","products":[],"kitchen_notes":"${'n'.repeat(50_000)}"}`,
    ),
    order('control characters in its id', 'H-5\u0000\u001b[2J\n6', idOnly('H-5\u0000\u001b[2J\n6')),
    order('an id that is __proto__', '__proto__', idOnly('__proto__')),
    order('half a character', 'H-7\ud83d', '{"blink_order_id":"H-7\\ud83d","products":[]}'),
    order(
      'constructor',
      'H-8',
      '{"blink_order_id":"H-8","products":[],"constructor":null,"toString":1,"hasOwnProperty":2}',
    ),
  ];
}

/** Forms, as PHP frameworks send them. */
function forms(): OtherBody[] {
  const of = (kind: EventKind, key: string, text: string): OtherBody => {
    return { what: `form: ${kind} ${key}`, kind, key, body: Buffer.from(text), type: form };
  };
  return [
    of(
      'order',
      'F-1',
      'blink_order_id=F-1&order_key=F1&products[0][name]=Seekh+Kabab&products[0][quantity]=2',
    ),
    of(
      'order',
      'F-2',
      'blink_order_id=F-2&products%5B0%5D%5Bname%5D=Naan&products%5B0%5D%5Boptions%5D%5B0%5D%5Bname%5D=Butter',
    ),
    of('order', 'F-3', `blink_order_id=F-3&products=${encodeURIComponent('[{"name":"Daal","quantity":1}]')}`),
    of('order', 'F-4', 'blink_order_id=F-4&products[][name]=Naan&__proto__[x]=1&constructor=y&'),
    of('order-status', 'F-5', 'blink_order_id=F-5&status=1&statusText=Accepted'),
    of('task', 'F-6', 'eventId=24&event=TASK_ACCEPTED&data[taskId]=F-6&data[agent][name]=Imran'),
  ];
}

type Json = Record<string, unknown>;

function sample(kind: EventKind): Json {
  return JSON.parse(samples[kind].toString());
}

function pathsOf(value: unknown, before: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, Array.isArray(value) ? 1 : undefined)
    .flatMap(([name, inner]) => [[...before, name], ...pathsOf(inner, [...before, name])]);
}

function changed(value: unknown, [step = '', ...rest]: readonly string[], to: unknown): unknown {
  const copy: unknown = Array.isArray(value) ? [...value] : { ...Object(value) };
  const inner: unknown = Reflect.get(Object(copy), step);
  Reflect.set(Object(copy), step, rest.length === 0 ? to : changed(inner, rest, to));
  return copy;
}

function withId(kind: EventKind, value: unknown, key: string): unknown {
  if (kind !== 'task') return { ...Object(value), blink_order_id: key };
  return changed(value, ['data', 'taskId'], key);
}
