import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { start } from '../e2e/process.ts';
import { home } from '../front-door.ts';
import { eachOf } from '../storage/children.ts';
import { attack, type Tally } from './attack.ts';
import { bookDamages, cut, filesIn, flipBit, ownerDamages } from './damages.ts';
import { create, type Deliveries, deliveries, toldBy } from './deliveries.ts';
import { type DeliveryService, withDeliveryService } from './delivery-service.ts';

/** How many bits are turned, and how many files cut, for each state that a run leaves. */
const flips = 160;
const cuts = 60;

const tasks = 5;

/** Somebody's state after a run, to be damaged in copies: each try has a folder of its own and the same service. */
interface Left {
  service: DeliveryService;
  own: Deliveries;
  /** What the service got until then. */
  sent: ReadonlyMap<string, number>;
}

const stateOf = ({ env }: Deliveries) => env.BLINK_STATE_DIR ?? '';
const bookIn = (state: string) => join(state, 'default', 'sandbox', 'ledger', 'tasks');

/** The state of a run that came to its end, or was killed in the middle. */
async function leave(service: DeliveryService, how: 'finished' | 'killed'): Promise<Left> {
  const own = deliveries(service, tasks);
  const { child, ended } = create(own);
  if (how === 'killed') service.onCreation = (count) => count === 3 && child.kill('SIGKILL');
  await ended;
  service.onCreation = () => {};
  return { service, own, sent: new Map(service.creations) };
}

/** A copy of the state to damage, and who works with it. */
function copyOf({ own }: Left): Deliveries {
  const env: NodeJS.ProcessEnv = { ...own.env, ...home() };
  // The socket of a lock can't be copied; that of a dead run is heard by nobody.
  const filter = (path: string) => !lstatSync(path).isSocket();
  cpSync(stateOf(own), env.BLINK_STATE_DIR ?? '', { recursive: true, filter });
  return { ...own, env };
}

/**
 * Creates all tasks again with a damaged state.
 * @param isSeen true where the damage can be seen by what is left, so that somebody has to be told
 */
async function judgeDamaged(tally: Tally, left: Left, own: Deliveries, what: string, isSeen: boolean) {
  const verified = await start(['ledger', 'verify', '--json'], own.env).ended;
  const again = await create(own).ended;
  tally.tries += 1;
  for (const key of left.sent.keys()) {
    if ((left.service.creations.get(key) ?? 0) > 1) tally.twice.push(`${key}: ${what}`);
    left.service.creations.set(key, 1);
  }
  if (isSeen && verified.code !== 1) tally.silent.push(`verify exits ${verified.code}: ${what}`);
  const stops = again.code === 1 && JSON.parse(again.err).error.code === 'ledger_unusable';
  // A lock whose owner can't be read any more is somebody's until it is 10 s old.
  const waits = !isSeen && again.code === 75;
  const skips = again.code === 0 && toldBy(again).every(({ error }) => error === undefined);
  // A request that was noted and had not arrived when the run was killed stays in doubt, and that is told.
  const doubts = !isSeen && again.code === 6;
  if (isSeen ? !stops : !stops && !skips && !waits && !doubts) {
    tally.silent.push(`create exits ${again.code} ${again.err.slice(0, 300)}: ${what}`);
  }
}

/** What lies in the folder of the ledger is checked; what else there is, locks, holds no knowledge. */
const isLedger = (path: string) => path.includes(join('ledger', 'tasks'));

describe.each(['finished', 'killed'] as const)('task create after a run that was %s', (how) => {
  attack('a turned bit in any file', async (tally) => {
    await withDeliveryService('answers', async (service) => {
      const left = await leave(service, how);
      const files = filesIn(stateOf(left.own));
      await eachOf([...Array(flips).keys()], async (number) => {
        const own = copyOf(left);
        const file = files[number % files.length] ?? '';
        const bit = flipBit(join(stateOf(own), file));
        await judgeDamaged(tally, left, own, `${file}: ${bit}`, isLedger(file));
      });
    });
  });

  attack('a file that was cut', async (tally) => {
    await withDeliveryService('answers', async (service) => {
      const left = await leave(service, how);
      const files = filesIn(stateOf(left.own)).filter(isLedger);
      await eachOf([...Array(cuts).keys()], async (number) => {
        const own = copyOf(left);
        const file = files[number % files.length] ?? '';
        await judgeDamaged(tally, left, own, `${file}: ${cut(join(stateOf(own), file))}`, true);
      });
    });
  });

  attack('a book that is gone, swapped, of another kind, version or owner', async (tally) => {
    await withDeliveryService('answers', async (service) => {
      const left = await leave(service, how);
      const all = { ...bookDamages, ...(process.getuid?.() === 0 && ownerDamages) };
      await eachOf(Object.entries(all), async ([what, damage]) => {
        const own = copyOf(left);
        damage(bookIn(stateOf(own)));
        await judgeDamaged(tally, left, own, what, true);
      });
    });
  });
});

describe('task create after a run that was finished', () => {
  attack(
    'a folder that nothing can be written to',
    async (tally) => {
      await withDeliveryService('answers', async (service) => {
        const left = await leave(service, 'finished');
        for (const folder of ['ledger', '', 'jobs']) {
          const own = copyOf(left);
          const locked = join(stateOf(own), 'default', 'sandbox', folder);
          mkdirSync(locked, { recursive: true });
          execFileSync('chattr', ['+i', locked]);
          try {
            const { code } = await create(own).ended;
            tally.tries += 1;
            // In a folder above nothing has to be made.
            if (code !== (folder === '' ? 0 : 1))
              tally.silent.push(`exit ${code} with ${folder} that can't be written`);
            if ([...service.creations.values()].some((count) => count > 1)) tally.twice.push(folder);
          } finally {
            execFileSync('chattr', ['-i', locked]);
          }
        }
      });
    },
    immutableWorks() ? undefined : 'chattr +i works for root only, and not on every file system',
  );
});

function immutableWorks(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'blink-test-'));
  const works = spawnSync('chattr', ['+i', probe]).status === 0;
  spawnSync('chattr', ['-i', probe]);
  rmSync(probe, { recursive: true });
  return works;
}
