import type { ChildProcess } from 'node:child_process';
import { describe } from 'vitest';
import { eachOf } from '../storage/children.ts';
import { attack, type Tally } from './attack.ts';
import { create, deliveries, judge, repeat } from './deliveries.ts';
import { type DeliveryService, type Manner, withDeliveryService } from './delivery-service.ts';

/** How many processes are killed for each manner of the service and each moment. */
const kills = 40;

const tasks = 6;

/** What a run took the last time, in milliseconds: the moments follow the load of the machine. */
let life = 300;

/** Kills a run when a moment of it has come. @returns the moment in words, once it is known */
type Moment = (child: ChildProcess, service: DeliveryService) => void;

const later = (ms: number, child: ChildProcess) => void setTimeout(() => child.kill('SIGKILL'), ms);

const moments: Record<string, Moment> = {
  'at any moment of its life': (child) => later(Math.random() * life * 1.1, child),
  'around a request': (child, service) => {
    const due = 1 + Math.floor(Math.random() * tasks);
    service.onCreation = (count) => count === due && later(Math.random() * 8, child);
  },
  'in its last 50 ms': (child, service) => {
    service.onCreation = (count) => count === tasks && later(Math.random() * 50, child);
  },
  'after its report': (child) => {
    child.stdout?.once('data', () => later(Math.random() * 5, child));
  },
};

async function kill(tally: Tally, manner: Manner, moment: Moment, what: string): Promise<void> {
  await withDeliveryService(manner, async (service) => {
    const own = deliveries(service, tasks);
    const began = performance.now();
    const { child, ended } = create(own);
    moment(child, service);
    const { signal } = await ended;
    const lived = performance.now() - began;
    if (signal === null) life = lived;
    service.onCreation = () => {};
    const last = await repeat(own);
    judge(
      tally,
      service,
      own,
      last,
      `${what}, killed after ${Math.round(lived)} ms, ${signal ?? 'was through'}`,
    );
    // A run that was through before its moment is no kill.
    if (signal === null) tally.tries -= 1;
  });
}

describe.each(['answers', 'drops', 'delays'] as const)('task create, a service that %s', (manner) => {
  for (const [when, moment] of Object.entries(moments)) {
    attack(`kill -9 ${when}`, async (tally) => {
      const most = kills * 3;
      await eachOf([...Array(most).keys()], async (number) => {
        if (tally.tries < kills) await kill(tally, manner, moment, `${manner}, ${when}, ${number}`);
      });
    });
  }
});
