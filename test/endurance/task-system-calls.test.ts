import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { Started } from '../e2e/process.ts';
import { eachOf, faults } from '../storage/children.ts';
import { attack, type Tally } from './attack.ts';
import { create, type Deliveries, deliveries, judge, repeat } from './deliveries.ts';
import { withDeliveryService } from './delivery-service.ts';

const tasks = 3;

/** At most so many of the numbers that a system call can be killed at are tried, spread over the whole run. */
const mostOfACall = 25;

/** The system calls that change what is outside of the process: files, pipes and connections. */
const writing = [
  ...['write', 'writev', 'pwrite64', 'openat', 'mkdir', 'rename', 'unlink', 'rmdir'],
  ...['ftruncate', 'fsync', 'fdatasync', 'sendto', 'sendmsg', 'shutdown', 'close', 'exit_group'],
];

const noStrace =
  spawnSync('strace', ['-V']).status === 0 ? undefined : 'strace is not installed: apt-get install strace';

/** Runs under a program that spoils something, then does as somebody does after a failure. */
async function spoil(tally: Tally, first: (own: Deliveries) => Started, what: string) {
  await withDeliveryService('drops', async (service) => {
    const own = deliveries(service, tasks);
    const { code, signal } = await first(own).ended;
    judge(tally, service, own, await repeat(own), `${what}: first exit ${code ?? signal}`);
  });
}

/** How often the busiest thread of a run makes each of the calls: `when=N` counts for each thread. */
async function countCalls(): Promise<[call: string, count: number][]> {
  return withDeliveryService('answers', async (service) => {
    const own = deliveries(service, tasks);
    const log = join(own.env.HOME ?? '', 'calls');
    await create(own, ['strace', '-f', '-qq', '-o', log, '-e', `trace=${writing}`]).ended;
    const byThread = new Map<string, number>();
    for (const [, thread, call] of readFileSync(log, 'utf8').matchAll(/^(\d+)\s+(\w+)\(/gm)) {
      byThread.set(`${call} ${thread}`, (byThread.get(`${call} ${thread}`) ?? 0) + 1);
    }
    const counts = new Map<string, number>();
    for (const [name, count] of byThread) {
      const [call = ''] = name.split(' ');
      counts.set(call, Math.max(counts.get(call) ?? 0, count));
    }
    return [...counts];
  });
}

/** Some of the numbers from 1 to `count`, the first and the last among them. */
function spread(count: number, most: number): number[] {
  const step = Math.max(1, (count - 1) / (most - 1));
  return Array.from({ length: Math.min(count, most) }, (_, i) => Math.round(1 + i * step));
}

describe('task create, a service that drops every other connection', () => {
  attack(
    'kill -9 at every kind of system call that writes',
    async (tally) => {
      const calls = await countCalls();
      const points = calls.flatMap(([call, count]) =>
        spread(count, mostOfACall).map((when) => ({ call, when })),
      );
      await eachOf(points, async ({ call, when }) => {
        const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`];
        const inject = ['-e', `inject=${call}:signal=KILL:when=${when}`];
        await spoil(tally, (own) => create(own, [...strace, ...inject]), `kill at ${call} ${when}`);
      });
    },
    noStrace,
  );

  attack('a disk that fails or a kill at every call that changes a file', async (tally) => {
    const preload = `--require ${faults}`;
    const calls = await withDeliveryService('drops', async (service) => {
      const own = deliveries(service, tasks);
      const env = { ...own.env, NODE_OPTIONS: preload, FAULT: 'count' };
      const { out } = await create({ ...own, env }).ended;
      const names: string[] = JSON.parse(out.trim().split('\n').at(-1) ?? '');
      return names;
    });
    const points = calls.flatMap((call, at) =>
      ['kill', 'EIO', 'ENOSPC', ...(call.startsWith('write') ? ['short'] : [])].map((kind) => ({
        call,
        at,
        kind,
      })),
    );
    await eachOf(points, async ({ call, at, kind }) => {
      const fault = { NODE_OPTIONS: preload, FAULT: kind, FAULT_AT: String(at + 1) };
      const first = (own: Deliveries) => create({ ...own, env: { ...own.env, ...fault } });
      await spoil(tally, first, `${kind} at ${call} ${at + 1} of ${calls.length}`);
    });
  });
});
