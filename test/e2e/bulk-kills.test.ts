import { describe, expect, it, vi } from 'vitest';
import { blinkLike, loggingServer } from '../server.ts';
import { eachOf, faults } from '../storage/children.ts';
import { some, times } from '../thorough.ts';
import { start } from './process.ts';
import { confirmedIn, productsIn, stockFile } from './stock-run.ts';

// Dozens of processes each, on machines that may be busy.
vi.setConfig({ testTimeout: times(120_000, 600_000) });

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a bulk run', () => {
  it('survives kill -9 at random points: the end state of a clean run, nothing confirmed sent again', async () => {
    const kills = times(5, 50);
    const batches = times(200, 1000);
    let due = () => {};
    let left = Number.POSITIVE_INFINITY;
    const { url, received } = await loggingServer((request) => {
      left -= 1;
      if (left === 0) due();
      return blinkLike(request);
    });
    const { env, file } = await stockFile(batches * 2, url);
    const command = ['stock', 'sync', file, '--batch-size', '2', '--concurrency', '4', '--json'];
    const sentAgain: string[] = [];

    for (let kill = 0; kill < kills; kill += 1) {
      const confirmed = new Set(confirmedIn(env));
      const before = received.length;
      const { child, ended } = start(command, env);
      // Somewhere on the way, never at the end: a run that is through begins from the start again.
      const remaining = batches - confirmed.size / 2;
      left = 1 + Math.floor(Math.random() * Math.min(2 * (remaining / (kills - kill)), remaining - 10));
      due = () => void later(Math.random() * 4).then(() => child.kill('SIGKILL'));
      await ended;
      left = Number.POSITIVE_INFINITY;
      const ids = received.slice(before).flatMap((request) => productsIn(request).map(({ id }) => id));
      sentAgain.push(...ids.filter((id) => confirmed.has(id)));
    }
    const confirmed = new Set(confirmedIn(env));
    const before = received.length;
    const last = await start(command, env).ended;
    const rest = received.slice(before).flatMap((request) => productsIn(request).map(({ id }) => id));
    sentAgain.push(...rest.filter((id) => confirmed.has(id)));

    expect(last).toMatchObject({ code: 0 });
    expect(sentAgain).toEqual([]);
    const state = new Map(received.flatMap(productsIn).map(({ id, price }) => [id, price]));
    expect(state).toEqual(new Map(Array.from({ length: batches * 2 }, (_, i) => [`p${i}`, 100 + i])));
    // What was under way at a kill may come twice, and what was answered but not on the disk yet: four each, each time.
    expect(received.length).toBeLessThanOrEqual(batches + 8 * kills);
    expect(received.length).toBeGreaterThan(batches);
    expect(confirmedIn(env)).toHaveLength(batches * 2);
  });

  it('a disk that fails at any call of a run: nothing is lost, nothing confirmed is sent again', async () => {
    const { url, received } = await loggingServer(blinkLike);
    const command = (file: string) => [
      'stock',
      'sync',
      file,
      '--batch-size',
      '1',
      '--concurrency',
      '1',
      '--json',
    ];
    const counted = await stockFile(3, url);
    const counting = await start(command(counted.file), { ...counted.env, FAULT: 'count' }, {}, [
      '--require',
      faults,
    ]).ended;
    const calls: string[] = JSON.parse(counting.out.split('\n').at(-1) ?? '');
    expect(calls.filter((call) => call === 'write').length).toBeGreaterThanOrEqual(7);

    const cases = [...calls.entries()].flatMap(([at, call]) =>
      ['kill', 'ENOSPC', ...(call.startsWith('write') ? ['short'] : [])].map((fault) => ({ at, fault })),
    );
    await eachOf(some(cases, 6), async ({ at, fault }) => {
      const seen = await loggingServer(blinkLike);
      const { env, file } = await stockFile(3, seen.url);
      const spoiled = { ...env, FAULT: fault, FAULT_AT: String(at + 1) };
      const { out, err } = await start(command(file), spoiled, {}, ['--require', faults]).ended;
      // A run that has told what came of it is no run to go on with: the same command is a new one.
      const confirmed = new Set(out === '' ? confirmedIn(env) : []);
      const before = seen.received.length;
      expect(
        await start([...command(file), '--quiet'], env).ended,
        `${fault} at ${calls[at]} ${at}`,
      ).toMatchObject({ code: 0, err: '' });
      const again = seen.received.slice(before).flatMap((request) => productsIn(request).map(({ id }) => id));
      expect(
        again.filter((id) => confirmed.has(id)),
        `${fault} at ${calls[at]} ${at}: ${err}`,
      ).toEqual([]);
      expect(new Set(seen.received.flatMap(productsIn).map(({ id }) => id)).size).toBe(3);
    });
    expect(received).toHaveLength(3);
  });
});
