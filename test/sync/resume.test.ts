import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/api/error.ts';
import { CliError } from '../../src/errors.ts';
import { type Journal, openJournal } from '../../src/sync/journal.ts';
import type { RunReport } from '../../src/sync/report.ts';
import { type RunOptions, runBulk } from '../../src/sync/run.ts';
import { temporaryFolder, testFolder } from '../storage/children.ts';

interface Update {
  id: string;
  status: number;
}

const open = (path: string) => openJournal(path, { job: 'test', now: 1000, goOnWithin: 1000 });

/** Runs updates with a journal, as a command does. */
async function run(
  path: string,
  items: readonly Update[],
  send: (batch: readonly Update[]) => unknown,
  options: Partial<RunOptions<Update>> = {},
): Promise<RunReport> {
  const journal = await open(path);
  const report = await runBulk({
    items,
    idOf: ({ id }) => id,
    batchSize: 1,
    concurrency: 1,
    send: async (batch) => send(batch),
    salvage: true,
    signal: new AbortController().signal,
    journal,
    ...options,
  });
  await journal.close(false);
  return report;
}

describe('a run that is gone on with', () => {
  it('sends what is left, and what was changed since', async () => {
    const path = join(testFolder(), 'journal');
    const updates = ['a', 'b', 'c', 'd'].map((id) => ({ id, status: 1 }));
    await run(path, updates, ([{ id = '' } = {}]) => {
      if (id === 'c') throw new ApiError('refused', 'No.', { status: 422 });
    });
    const sent: Update[] = [];
    const changed = updates.map((update) => (update.id === 'a' ? { ...update, status: 2 } : update));
    const report = await run(path, changed, (batch) => sent.push(...batch));
    expect(sent).toEqual([
      { id: 'a', status: 2 },
      { id: 'c', status: 1 },
    ]);
    expect([...report.earlier]).toEqual([1, 3]);
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'skipped', 'done', 'skipped']);
  });

  it('leaves every order in the last state its file gives it, wherever the first run was cut off', async () => {
    const { folder, remove } = temporaryFolder();
    let count = 0;
    const update = fc.record({ id: fc.constantFrom('1', '2', '3'), status: fc.integer({ min: 0, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(update, { maxLength: 8 }),
        fc.array(update, { maxLength: 8 }),
        fc.nat(10),
        fc.constantFrom(1, 3),
        async (first, second, cut, concurrency) => {
          count += 1;
          const path = join(folder, String(count));
          const states = new Map<string, number>();
          const stop = new AbortController();
          let sent = 0;
          const send = (batch: readonly Update[]) => {
            for (const { id, status } of batch) states.set(id, status);
            sent += 1;
            if (sent !== cut) return;
            stop.abort(new CliError('interrupted', 'Stopped.'));
            throw new ApiError('unknown_outcome', 'It was sent, and took effect.');
          };
          await run(path, first, send, { signal: stop.signal, concurrency });
          await run(path, second, (batch) => send(batch), { concurrency });
          const wanted = new Map(second.map(({ id, status }) => [id, status]));
          for (const [id, status] of wanted) expect(states.get(id)).toBe(status);
        },
      ),
      { numRuns: 150 },
    );
    remove();
  });

  it('sends again what was confirmed before something else was sent without an answer', async () => {
    const path = join(testFolder(), 'journal');
    const send = async (statuses: readonly number[], lose?: number) => {
      const sent: number[] = [];
      await run(
        path,
        statuses.map((status) => ({ id: 'a', status })),
        ([{ status = -1 } = {}]) => {
          sent.push(status);
          if (status === lose) throw new ApiError('unknown_outcome', 'It was sent.');
        },
      );
      return sent;
    };
    expect(await send([1, 2], 2)).toEqual([1, 2]);
    // The file still goes on as it did: 1 is confirmed, 2 may be.
    expect(await send([1, 2], 2)).toEqual([2]);
    // Without 2, nobody knows that it is 1 that holds.
    expect(await send([1])).toEqual([1]);
    // What was confirmed after it settles the doubt.
    expect(await send([1])).toEqual([]);
    expect(await send([1, 2])).toEqual([2]);
    expect(await send([1, 2])).toEqual([]);
    expect(await send([2, 1])).toEqual([1]);
  });

  it('knows that what was refused did not take effect, and does not look for it', async () => {
    const path = join(testFolder(), 'journal');
    const update = { id: 'a', status: 1 };
    await run(path, [update], () => {
      throw new ApiError('refused', 'No.', { status: 422 });
    });
    const sent: unknown[] = [];
    await run(path, [update], (batch) => sent.push(batch), {
      tookEffect: () => Promise.reject(new Error('looked for')),
    });
    expect(sent).toEqual([[update]]);
  });

  it('looks for what was sent without an answer, and sends it only when it is not there', async () => {
    const path = join(testFolder(), 'journal');
    const updates = ['there', 'gone', 'silent'].map((id) => ({ id, status: 1 }));
    const lost = () => new ApiError('unknown_outcome', 'It was sent.');
    const first = await run(path, updates.slice(0, 2), () => {
      throw lost();
    });
    expect(first.outcomes.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
    const sent: string[] = [];
    const asked: string[] = [];
    const second = await run(path, updates, (batch) => sent.push(...batch.map(({ id }) => id)), {
      tookEffect: async ({ id }) => {
        asked.push(id);
        return id === 'there';
      },
    });
    expect(asked).toEqual(['there', 'gone']);
    expect(sent).toEqual(['gone', 'silent']);
    expect(second.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  });

  it('leaves in doubt what cannot be looked up', async () => {
    const path = join(testFolder(), 'journal');
    const update = { id: 'a', status: 1 };
    const lost = () => new ApiError('unknown_outcome', 'It was sent.');
    const fail = () => {
      throw lost();
    };
    await run(path, [update], fail);
    const sent: unknown[] = [];
    const report = await run(path, [update], (batch) => sent.push(batch), { tookEffect: async () => fail() });
    expect(report.outcomes[0]?.outcome).toBe('unknown');
    expect(sent).toEqual([]);
    const journal = await open(path);
    expect(journal.inDoubt('a')).toHaveLength(1);
    await journal.close(true);
  });
});

describe('a journal that cannot be written', () => {
  const full = new CliError('failed', 'Could not write the journal: the disk is full.');
  const failing = (at: 'sent' | 'done'): Journal => ({
    resumes: undefined,
    confirmed: () => [],
    inDoubt: () => [],
    sending: async () => {
      if (at === 'sent') throw full;
      return () => Promise.reject(full);
    },
    close: async () => {},
  });
  const items = Array.from({ length: 10 }, (_, i) => ({ id: String(i), status: 1 }));
  const options = {
    items,
    idOf: ({ id }: Update) => id,
    batchSize: 1,
    concurrency: 2,
    salvage: true,
    signal: new AbortController().signal,
  };

  it('stops the run before anything goes out unrecorded', async () => {
    const sent: unknown[] = [];
    const report = await runBulk({
      ...options,
      send: async (batch) => sent.push(batch),
      journal: failing('sent'),
    });
    expect(sent).toEqual([]);
    expect(report.failure).toBe(full);
    expect(new Set(report.outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
  });

  it('counts as done what the server confirmed, and sends no more', async () => {
    const sent: unknown[] = [];
    const report = await runBulk({
      ...options,
      send: async (batch) => sent.push(batch),
      journal: failing('done'),
    });
    expect(sent).toHaveLength(2);
    expect(report.failure).toBe(full);
    expect(report.outcomes.filter(({ outcome }) => outcome === 'done')).toHaveLength(2);
  });
});
