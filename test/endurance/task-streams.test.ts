import { closeSync, existsSync, openSync } from 'node:fs';
import { describe } from 'vitest';
import { startCommand } from '../e2e/process.ts';
import { eachOf } from '../storage/children.ts';
import { attack } from './attack.ts';
import { deliveries, judge, repeat } from './deliveries.ts';
import { withDeliveryService } from './delivery-service.ts';

const tries = 12;
const tasks = 4;

/** Ways to read nothing of what a run prints: the shell runs blink as "$@". */
const readers: Record<string, string> = {
  'a pipe that nobody reads': '"$@" | true',
  'a pipe that is closed after a line': '"$@" | head -n 1',
  'standard output closed': '"$@" >&-',
  'standard error closed': '"$@" 2>&-',
  'both closed': '"$@" >&- 2>&-',
};

describe.each(['answers', 'drops'] as const)('task create, a service that %s', (manner) => {
  attack(
    'a report that goes to a full disk',
    async (tally) => {
      await eachOf([...Array(tries).keys()], async () => {
        await withDeliveryService(manner, async (service) => {
          const own = deliveries(service, tasks);
          const full = openSync('/dev/full', 'w');
          const { code } = await startCommand(own.command, own.env, { stdio: ['ignore', full, 'pipe'] })
            .ended;
          closeSync(full);
          if (code === 0) tally.silent.push('exit 0, and the report is lost');
          judge(tally, service, own, await repeat(own), `exit ${code}`);
        });
      });
    },
    existsSync('/dev/full') ? undefined : 'there is no /dev/full',
  );

  attack('a report that nobody reads', async (tally) => {
    const cases = Object.entries(readers).flatMap((reader) =>
      Array<[string, string]>(tries / 4).fill(reader),
    );
    await eachOf(cases, async ([what, line]) => {
      await withDeliveryService(manner, async (service) => {
        const own = deliveries(service, tasks);
        await startCommand(['sh', '-c', line, 'sh', ...own.command], own.env).ended;
        judge(tally, service, own, await repeat(own), what);
      });
    });
  });
});
