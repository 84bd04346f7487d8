import { describe, expect, it, onTestFinished } from 'vitest';
import { createPoster, type PostOptions } from '../../src/blink/post.ts';
import { closedPort, serve, serveRaw } from './servers.ts';

const body = Buffer.from('{"blink_order_id":"1236589","customer_name":"عائشہ"}');

function post(url: string, options: Partial<PostOptions> = {}) {
  const poster = createPoster(url, 1);
  onTestFinished(() => poster.close());
  return poster.post(body, { timeout: 5000, signal: new AbortController().signal, ...options });
}

describe('a message for another program', () => {
  it('is posted once, byte for byte, to the very path and query', async () => {
    const server = await serve(() => ({ status: 204 }));
    const headers = { 'content-type': 'application/json', 'blink-event-id': 'e1' };
    expect(await post(`${server.url}/till/orders?shop=3`, { headers })).toEqual({ taken: true, status: 204 });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/till/orders?shop=3', headers });
    expect(server.seen[0]?.body).toBe(body.toString());
  });

  it.each([301, 302, 307, 308])('goes nowhere else when it is redirected (%i)', async (status) => {
    const elsewhere = await serve(() => ({}));
    const server = await serve(() => ({ status, headers: { location: elsewhere.url } }));
    expect(await post(server.url)).toMatchObject({ taken: false, status, sent: true });
    expect(elsewhere.seen).toEqual([]);
  });

  it.each([400, 404, 500, 503])('is not repeated when it is refused (%i)', async (status) => {
    const server = await serve(() => ({ status }));
    expect(await post(server.url)).toMatchObject({ taken: false, status, why: `it answered ${status}` });
    expect(server.seen).toHaveLength(1);
  });

  it('knows how long it is asked to wait', async () => {
    const server = await serve(() => ({ status: 429, headers: { 'retry-after': '7' } }));
    expect(await post(server.url)).toMatchObject({ taken: false, status: 429, retryAfter: 7000 });
  });

  it('says whether anything can have arrived', async () => {
    expect(await post(`http://127.0.0.1:${await closedPort()}/`)).toMatchObject({
      taken: false,
      sent: false,
      why: expect.stringContaining('ECONNREFUSED'),
    });
    const cutting = await serveRaw((socket) => socket.resetAndDestroy());
    expect(await post(cutting.url)).toMatchObject({ taken: false, sent: true });
    const silent = await serveRaw(() => {});
    expect(await post(silent.url, { timeout: 50 })).toMatchObject({
      taken: false,
      sent: true,
      why: 'no answer came in time',
    });
  });

  it('ends when it is interrupted', async () => {
    const stop = new AbortController();
    const server = await serveRaw(() => stop.abort());
    expect(await post(server.url, { signal: stop.signal })).toMatchObject({
      taken: false,
      why: 'it was interrupted',
    });
  });

  it('wants a web address', () => {
    expect(() => createPoster('till:9000', 1)).toThrow('not a web address');
  });
});
