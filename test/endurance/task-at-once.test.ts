import type { ChildProcess } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, inject } from 'vitest';
import { type Started, startCommand } from '../e2e/process.ts';
import type { Run } from '../front-door.ts';
import { eachOf } from '../storage/children.ts';
import { attack } from './attack.ts';
import { create, type Deliveries, deliveries, judge, repeat, tasksAsCsv, writeTasks } from './deliveries.ts';
import { type DeliveryService, withDeliveryService } from './delivery-service.ts';

const tries = 10;
const tasks = 5;
const processes = 20;

/** The same tasks from a pipe. */
function fromPipe(own: Deliveries, cwd: string): Started {
  const started = startCommand(
    [process.execPath, inject('program'), 'task', 'create', '--from', '-', '--json'],
    own.env,
    { cwd },
  );
  started.child.stdin?.on('error', () => {});
  started.child.stdin?.end(tasksAsCsv(own.keys));
  return started;
}

/** Two ways to start the same at once. */
type Pair = (own: Deliveries) => [Started, Started];

const pairs: Record<string, Pair> = {
  'the same file twice': (own) => [create(own), create(own)],
  'two pipes from two folders': (own) => {
    const folders = ['one', 'two'].map((name) => join(own.env.HOME ?? '', name));
    for (const folder of folders) mkdirSync(folder);
    return [fromPipe(own, folders[0] ?? ''), fromPipe(own, folders[1] ?? '')];
  },
  'a file and a pipe': (own) => [create(own), fromPipe(own, own.env.HOME ?? '')],
  'a folder and a link to it': (own) => {
    const [real, linked] = ['real', 'linked'].map((name) => join(own.env.HOME ?? '', name));
    mkdirSync(real ?? '');
    symlinkSync(real ?? '', linked ?? '');
    const { command } = writeTasks(join(real ?? '', 'tasks.csv'), own.keys);
    const through = command.map((word) => word.replace(real ?? '', linked ?? ''));
    return [create({ ...own, command }), create({ ...own, command: through })];
  },
  'a copy of the file': (own) => {
    const copy = writeTasks(join(own.env.HOME ?? '', 'copy.csv'), [...own.keys].reverse());
    return [create(own), create({ ...own, ...copy })];
  },
  'two users with one folder for the state': (own) => {
    const [one, other] = ['bilal', 'ayesha'].map((user) => ({ USER: user, LOGNAME: user }));
    return [
      create({ ...own, env: { ...own.env, ...one } }),
      create({ ...own, env: { ...own.env, ...other, HOME: join(own.env.HOME ?? '', 'other') } }),
    ];
  },
};

describe.each(['answers', 'delays'] as const)('task create at once, a service that %s', (manner) => {
  attack('by two that differ in how they name the same tasks', async (tally) => {
    const cases = Object.entries(pairs).flatMap((pair) => Array<[string, Pair]>(tries).fill(pair));
    await eachOf(cases, async ([what, pair]) => {
      await withDeliveryService(manner, async (service) => {
        const own = deliveries(service, tasks);
        const both = pair(own);
        await Promise.all(both.map(({ ended }) => ended));
        judge(tally, service, own, await repeat(own), what);
      });
    });
  });

  attack('by two, the first of which stands still for a while', async (tally) => {
    await eachOf([...Array(tries * 2).keys()], async (number) => {
      await withDeliveryService(manner, async (service) => {
        const own = deliveries(service, tasks);
        const { child, ended } = create(own);
        const due = 1 + (number % tasks);
        const stopped = standStill(child, service, due);
        await Promise.race([stopped, ended]);
        const file = writeTasks(join(own.env.HOME ?? '', 'copy.csv'), own.keys);
        const second = create(number % 2 === 0 ? own : { ...own, ...file }).ended;
        await Promise.race([second, delay(1000)]);
        child.kill('SIGCONT');
        await Promise.all([ended, second]);
        judge(tally, service, own, await repeat(own), `stopped at task ${due}`);
      });
    });
  });

  attack(`by ${processes} with other files of the same tasks`, async (tally) => {
    for (let round = 0; round < tries / 2; round += 1) {
      await withDeliveryService(manner, async (service) => {
        const own = deliveries(service, processes);
        const runs = own.keys.map((_, number) => {
          const some = own.keys.filter((_, i) => (i + number) % 3 !== 0);
          return create({ ...own, ...writeTasks(join(own.env.HOME ?? '', `tasks-${number}.csv`), some) });
        });
        const ends: Run[] = await Promise.all(runs.map(({ ended }) => ended));
        const odd = ends.filter(({ code }) => ![0, 6, 75].includes(code));
        for (const { code, err } of odd) tally.silent.push(`exit ${code} ${err}`);
        judge(tally, service, own, await repeat(own), `round ${round}`);
      });
    }
  });
});

/** Stops a process in the moment a task arrives. @returns when it stands */
function standStill(child: ChildProcess, service: DeliveryService, due: number): Promise<void> {
  return new Promise((resolve) => {
    service.onCreation = (count) => {
      if (count !== due) return;
      child.kill('SIGSTOP');
      resolve();
    };
  });
}
