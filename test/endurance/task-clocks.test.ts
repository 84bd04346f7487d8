import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { start } from '../e2e/process.ts';
import { eachOf } from '../storage/children.ts';
import { attack } from './attack.ts';
import { create, type Deliveries, deliveries, judge, repeat } from './deliveries.ts';
import { withDeliveryService } from './delivery-service.ts';

const tasks = 4;
const rounds = 3;

const jumps = ['+10y', '-10y', '+1d', '-1d', '+11m', '-11m', '+90d', '-90d'];

/** What makes a process see another clock: time goes on as it does, only what is on the wall differs. */
const library = spawnSync('faketime', ['now', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).stdout?.trim();

function clock(offset: string): NodeJS.ProcessEnv {
  return {
    LD_PRELOAD: library,
    FAKETIME: offset,
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

const fakedYear = spawnSync(process.execPath, ['-p', 'Date.now()'], {
  env: { ...process.env, ...clock('+10y') },
  encoding: 'utf8',
}).stdout;
const isFaked = Number(fakedYear) - Date.now() > 9 * 365 * 86_400_000;

const noFaketime = library && isFaked ? undefined : 'faketime is not installed: apt-get install faketime';

const at = (own: Deliveries, offset: string): Deliveries => ({
  ...own,
  env: { ...own.env, ...clock(offset) },
});

describe('task create, with a clock that is wrong', () => {
  for (const manner of ['answers', 'drops', 'delays'] as const) {
    attack(
      `at its start, in the run after it, in both, after a kill too, where the service ${manner}`,
      async (tally) => {
        const cases = jumps.flatMap((first) =>
          [undefined, first, jumps[(jumps.indexOf(first) + 1) % jumps.length]].flatMap((second) =>
            [false, true].map((killed) => ({ first, second, killed })),
          ),
        );
        await eachOf(cases, async ({ first, second, killed }) => {
          await withDeliveryService(manner, async (service) => {
            const own = deliveries(service, tasks);
            const { child, ended } = create(at(own, first));
            if (killed) service.onCreation = (count) => count === 2 && child.kill('SIGKILL');
            await ended;
            service.onCreation = () => {};
            const again = second === undefined ? own : at(own, second);
            for (let round = 1; round < rounds; round += 1) await create(again).ended;
            judge(tally, service, own, await repeat(again), `${first}, then ${second}, killed: ${killed}`);
          });
        });
      },
      noFaketime,
    );
  }

  attack(
    'that jumps in the middle of a run',
    async (tally) => {
      await eachOf([...jumps, ...jumps], async (jump) => {
        await withDeliveryService('delays', async (service) => {
          const own = deliveries(service, tasks * 3);
          const time = join(own.env.HOME ?? '', 'clock');
          writeFileSync(time, '+0d');
          const jumping = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: time, FAKETIME_NO_CACHE: '1' };
          const env = { ...own.env, ...clock('+0d'), FAKETIME: undefined, ...jumping };
          const { child, ended } = create({ ...own, env });
          const due = 1 + Math.floor(Math.random() * tasks * 2);
          service.onCreation = (count) => {
            if (count === due) writeFileSync(time, jump);
            if (count === due + 3 && Math.random() < 0.5) child.kill('SIGKILL');
          };
          await ended;
          service.onCreation = () => {};
          judge(tally, service, own, await repeat({ ...own, env }), `${jump} at task ${due}`);
          const verified = await start(['ledger', 'verify'], own.env).ended;
          if (verified.code !== 0) tally.silent.push(`verify exits ${verified.code} after ${jump}`);
        });
      });
    },
    noFaketime,
  );

  attack(
    'that is set between the looks for a task which the service takes later',
    async (tally) => {
      const clocks = [
        ['+0d', '+11m', '+13m', '+1d', '+10y', '+11y'],
        ['+10y', '+0d', '+11m', '+10y', '+11y'],
        ['-10y', '+0d', '+2m', '+1d', '-10y', '+1d'],
        ['+0d', '-10y', '+0d', '-1d', '+1d', '+2d'],
      ];
      await eachOf(clocks, async ([first = '', ...others]) => {
        await withDeliveryService('lags', async (service) => {
          const own = deliveries(service, 1);
          const impatient = { ...own, command: [...own.command, '--timeout', '2'] };
          const { child, ended } = create(at(own, first));
          service.onCreation = () => child.kill('SIGKILL');
          await ended;
          service.onCreation = () => {};
          for (const other of others) await create(at(impatient, other)).ended;
          judge(tally, service, own, await create(impatient).ended, `${first}, then ${others}`);
        });
      });
    },
    noFaketime,
  );
});
