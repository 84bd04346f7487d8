import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { EventKind } from '../../../src/blink/contract/event.ts';
import { classify } from '../../../src/inbox/classify/classify.ts';
import { orderBody, samples } from '../events.ts';

const limit = 100_000;

function classified(body: Buffer, encoding?: string, expected?: EventKind) {
  return classify(body, { encoding, expected, limit });
}

describe('what is no event is put aside, with the reason', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'its body is empty'],
    ['text', Buffer.from('hello'), 'its body is not JSON'],
    ['JSON cut off', samples.order.subarray(0, 300), 'its body is not JSON'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]), 'its body is not text in UTF-8'],
    ['JSON nested without end', Buffer.from('['.repeat(50_000)), 'its JSON is nested too deeply'],
    [
      'other JSON',
      Buffer.from('{"hello":"world"}'),
      'nothing in it says which order or delivery it is about',
    ],
    ['null', Buffer.from('null'), 'nothing in it says which order or delivery it is about'],
    [
      'an order without a word of dishes',
      orderBody('1', { products: undefined }),
      'nothing in it says which order',
    ],
  ])('%s', async (_, body, why) => {
    const result = await classified(body);
    expect(result).toMatchObject({ kind: 'unknown', key: null, branch: null, body });
    expect(result.why).toContain(why);
  });
});

it.each([null, 'none', 0, {}])(
  'an order whose products are %j is an order all the same',
  async (products) => {
    expect(await classified(orderBody('1', { products }))).toMatchObject({ kind: 'order', key: '1' });
  },
);

it('a key like __proto__ is an ordinary key', async () => {
  const body = Buffer.from(samples['order-status'].toString().replace('{', '{"__proto__":{"kind":"task"},'));
  expect(await classified(body)).toMatchObject({ kind: 'order-status', key: '1236589' });
  expect(Object.prototype).not.toHaveProperty('kind');
});

it('a byte order mark does no harm', async () => {
  const body = Buffer.concat([Buffer.from('\ufeff'), samples.task]);
  expect(await classified(body)).toMatchObject({ kind: 'task', key: 'XYZAB-12345', body });
});

describe('a packed body', () => {
  it.each([
    ['gzip', gzipSync(samples.order)],
    ['GZIP', gzipSync(samples.order)],
    ['deflate', deflateSync(samples.order)],
    ['br', brotliCompressSync(samples.order)],
  ])('is unpacked: %s', async (encoding, packed) => {
    expect(await classified(packed, encoding)).toMatchObject({ kind: 'order', body: samples.order });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000)), 'larger than is allowed'],
    ['gzip', samples.order, 'is damaged'],
    ['zstd', samples.order, 'not known'],
  ])('is kept as it came where it can not be: %s', async (encoding, packed, why) => {
    const result = await classified(packed, encoding);
    expect(result).toMatchObject({ kind: 'unknown', body: packed });
    expect(result.why).toContain(why);
  });
});

describe('the path settles the kind where there is an id of that kind', () => {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));

  it.each([
    ['order', { blink_order_id: 'A1' }, 'A1', undefined],
    ['order', { order_key: 'ABND-7' }, 'ABND-7', undefined],
    [
      'order',
      { blink_order_id: 'A1', status: 0 },
      'A1',
      'the path: it takes order, and this looks like order-status',
    ],
    ['order-status', { blink_order_id: 'A1' }, 'A1', undefined],
    ['task', { taskId: 'T1' }, 'T1', undefined],
    ['task', { data: { taskId: 'T1' } }, 'T1', undefined],
  ] as const)('%s: %j', async (expected, value, key, note) => {
    const result = await classified(json(value), undefined, expected);
    expect(result).toMatchObject({ kind: expected, key });
    expect(result.notes?.find((text) => text.startsWith('the path'))).toBe(note);
  });

  it('what has no such id is what it is by itself', async () => {
    expect(await classified(samples.task, undefined, 'order')).toMatchObject({
      ...{ kind: 'task', key: 'XYZAB-12345' },
      notes: ['the path: it takes order, and this is task'],
    });
    expect(await classified(json({ hello: 1 }), undefined, 'order')).toMatchObject({ kind: 'unknown' });
  });
});
