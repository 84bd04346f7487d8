import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { commandTarget } from '../../../src/inbox/forward/command-target.ts';
import { emptyInbox, fill, orderBody, samples, until } from '../events.ts';

async function deliver(
  command: string,
  {
    timeout = 5000,
    signal = new AbortController().signal,
    body = samples.order,
  }: { timeout?: number; signal?: AbortSignal; body?: Buffer } = {},
) {
  const folder = emptyInbox();
  const [stored] = await fill(folder, [body]);
  const lines: string[] = [];
  const file = join(dirname(folder), 'out');
  const env = {
    PATH: process.env.PATH,
    OUT: file,
    BLINK_PASSWORD: 'p',
    BLINK_TOKEN: 't',
    BLINK_LOGISTICS_TOKEN: 'l',
  };
  const target = commandTarget({ command, env, timeout, onLine: (line) => lines.push(line) });
  if (stored === undefined) throw new Error('nothing was stored');
  const attempt = await target.deliver(stored, 1, signal);
  return { attempt, lines, event: stored, out: () => readFileSync(file, 'utf8') };
}

it('gets the body as it came, and what it is in its environment', async () => {
  const { attempt, out, event } = await deliver(
    'cat > "$OUT"; echo "|$BLINK_EVENT_ID|$BLINK_EVENT_KIND|$BLINK_EVENT_KEY" >> "$OUT"',
  );
  expect(attempt).toEqual({ outcome: 'delivered' });
  expect(out()).toBe(`${samples.order}|${event.id}|order|1236589\n`);
});

it('is not given our credentials', async () => {
  const { out } = await deliver('env > "$OUT"');
  expect(out()).not.toMatch(/BLINK_(PASSWORD|TOKEN|LOGISTICS_TOKEN)/);
});

it('fails by its exit code', async () => {
  const { attempt, lines } = await deliver('echo one; echo two >&2; printf three; exit 3');
  expect(attempt).toMatchObject({ outcome: 'failed', why: 'the command ended with exit code 3' });
  await until(() => lines.length === 3);
  expect(lines.toSorted()).toEqual(['one', 'three', 'two']);
});

it('need not read what it is given', async () => {
  expect((await deliver('true')).attempt).toEqual({ outcome: 'delivered' });
});

it('is ended with all it started when it takes too long', async () => {
  const { attempt } = await deliver('sleep 60 & sleep 60', { timeout: 100 });
  expect(attempt).toMatchObject({ outcome: 'failed', why: 'the command took more than 0.1 s' });
});

it('is ended when the listener ends', async () => {
  const ending = new AbortController();
  setImmediate(() => ending.abort());
  const { attempt } = await deliver('sleep 60', { signal: ending.signal });
  expect(attempt).toMatchObject({ outcome: 'failed', why: 'it was interrupted' });
});

it.each([
  ['NUL in it', '12\u000034', '1234'],
  ['more characters than a variable takes', '9'.repeat(200_000), '9'.repeat(1000)],
])('is run for an order whose id has %s', async (_, id, given) => {
  const { attempt, out } = await deliver('printf %s "$BLINK_EVENT_KEY" > "$OUT"', { body: orderBody(id) });
  expect(attempt).toEqual({ outcome: 'delivered' });
  expect(out()).toBe(given);
});

it('fails where it is too long to be run', async () => {
  const { attempt } = await deliver(`true ${'x'.repeat(3_000_000)}`);
  expect(attempt).toMatchObject({
    outcome: 'failed',
    why: expect.stringContaining("the command can't be run"),
  });
});
