import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/webhook/classify.ts';
import type { EventKind } from '../../src/webhook/recognise.ts';
import { orderBody, samples } from './events.ts';

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
      'it is not an order, an order status or a task as Blink posts',
    ],
    ['null', Buffer.from('null'), 'it is not an order, an order status or a task as Blink posts'],
    ['an order without dishes', orderBody('1', { products: 'none' }), 'it is not an order'],
  ])('%s', async (_, body, why) => {
    const result = await classified(body);
    expect(result).toMatchObject({ kind: 'unknown', key: null, branch: null, body });
    expect(result.why).toContain(why);
  });
});

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

it('the path says which kind belongs there', async () => {
  expect(await classified(samples.task, undefined, 'task')).toMatchObject({ kind: 'task' });
  expect(await classified(samples.task, undefined, 'order')).toMatchObject({
    kind: 'unknown',
    why: 'its kind is task, and this path takes order',
  });
});
