import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { attack } from './attack.ts';
import { create, deliveries, judge, repeat } from './deliveries.ts';
import { withDeliveryService } from './delivery-service.ts';

/** From nothing to more than a run needs, a page more each time. */
const pages = 14;
const rounds = 2;
const tasks = 25;
const page = 4096;

/** Does something with a file system of its own of 200 kB. */
async function withSmallDisk(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'blink-test-disk-'));
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', folder]);
  try {
    await work(folder);
  } finally {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
}

function mountWorks(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'blink-test-disk-'));
  const works = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', probe]).status === 0;
  if (works) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true });
  return works;
}

describe.each(['answers', 'drops'] as const)('task create, a service that %s', (manner) => {
  attack(
    'a disk that fills up, and is freed before the next run',
    async (tally) => {
      for (const free of [...Array(pages * rounds).keys()].map((number) => number % pages)) {
        await withSmallDisk((disk) =>
          withDeliveryService(manner, async (service) => {
            const own = deliveries(service, tasks);
            const env = { ...own.env, BLINK_STATE_DIR: join(disk, 'state') };
            mkdirSync(env.BLINK_STATE_DIR, { mode: 0o700 });
            const { bavail, bsize } = statfsSync(disk);
            const filler = join(disk, 'filler');
            writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free * page)));
            const first = await create({ ...own, env }).ended;
            const what = `${free} pages free: first exit ${first.code}`;
            if (first.code === 0 && service.tasks.size < tasks) tally.silent.push(what);
            const before = new Map(service.creations);
            rmSync(filler);
            const last = await repeat({ ...own, env });
            judge(tally, service, own, last, what);
            const anew = own.keys.filter(
              (key) => before.has(key) && service.creations.get(key) !== before.get(key),
            );
            const promised = first.err.includes('it sends what is not confirmed yet');
            if (promised && anew.length > 0) tally.silent.push(`${what}: it did not go on where it stopped`);
          }),
        );
      }
    },
    mountWorks() ? undefined : 'mount works for root only',
  );
});
