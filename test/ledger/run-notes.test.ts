import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BlinkError } from '../../src/blink/error.ts';
import { forgiving } from '../../src/bulk/notes.ts';
import type { Look } from '../../src/bulk/once.ts';
import type { RunReport } from '../../src/bulk/report.ts';
import { type RunOptions, runBulk } from '../../src/bulk/run.ts';
import { CliError } from '../../src/errors.ts';
import type { Item } from '../../src/ledger/entry.ts';
import { jsonHash } from '../../src/ledger/json-hash.ts';
import { openLedger, readLedger } from '../../src/ledger/ledger.ts';
import { beginRun, type RunNotes } from '../../src/ledger/run-notes.ts';
import { timestampAt } from '../../src/ledger/timestamp.ts';

interface Update {
  id: string;
  status: number;
}

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blink-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Setting extends Partial<RunOptions<Update>> {
  fresh?: boolean;
  look?: (item: Update) => Promise<Look>;
  again?: boolean;
}

/** Runs updates with the ledger in a folder, as a command does. */
async function run(
  folder: string,
  items: readonly Update[],
  send: (batch: readonly Update[]) => unknown,
  { fresh = false, look, again = false, ...options }: Setting = {},
): Promise<RunReport> {
  const kind = look ? 'task' : 'order';
  const ledger = await openLedger(folder, kind);
  const entries = items.map((item): Item => [item.id, jsonHash(item)]);
  const notes = beginRun(ledger, entries, {
    kind,
    job: 'test',
    to: 'local',
    now: Date.now(),
    durable: look !== undefined,
    fresh,
  });
  const report = await runBulk({
    items,
    idOf: ({ id }) => id,
    batchSize: 1,
    concurrency: 1,
    send: async (batch) => {
      await send(batch);
      return { as: batch.map(({ id }) => `T-${id}`) };
    },
    salvage: true,
    signal: new AbortController().signal,
    notes,
    once: look && {
      look,
      again,
      lookedUpBy: ({ id }) => `blink task status ${id}`,
      hashOf: jsonHash,
      now: () => timestampAt(Date.now()),
    },
    ...options,
  });
  await notes.over();
  await ledger.book.close(true);
  return report;
}

const outcomesOf = (report: RunReport) => report.outcomes.map(({ outcome }) => outcome);
const lost = () => new BlinkError('unknown_outcome', 'It was sent.');
const refused = () => new BlinkError('refused', 'No.', { status: 422 });

describe('a run that is gone on with', () => {
  it('sends what is left, and what was changed since', async () => {
    const folder = testFolder();
    const updates = ['a', 'b', 'c', 'd'].map((id) => ({ id, status: 1 }));
    await run(folder, updates, ([{ id = '' } = {}]) => {
      if (id === 'c') throw refused();
    });
    const sent: Update[] = [];
    const changed = updates.map((update) => (update.id === 'a' ? { ...update, status: 2 } : update));
    const report = await run(folder, changed, (batch) => sent.push(...batch));
    expect(sent).toEqual([
      { id: 'a', status: 2 },
      { id: 'c', status: 1 },
    ]);
    expect([...report.earlier]).toEqual([1, 3]);
    expect(outcomesOf(report)).toEqual(['done', 'skipped', 'done', 'skipped']);
  });

  it('is known by its records, not by its file: what another run sent since is sent again', async () => {
    const folder = testFolder();
    const updates = ['a', 'b', 'c'].map((id) => ({ id, status: 1 }));
    await run(folder, updates, ([{ id = '' } = {}]) => {
      if (id === 'c') throw refused();
    });
    await run(folder, [{ id: 'a', status: 3 }], () => {});
    const sent: Update[] = [];
    await run(folder, updates, (batch) => sent.push(...batch));
    expect(sent.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('leaves other records alone, which no unfinished run has', async () => {
    const folder = testFolder();
    await run(folder, [{ id: 'a', status: 1 }], () => {});
    await run(folder, [{ id: 'b', status: 1 }], () => {
      throw refused();
    });
    const sent: Update[] = [];
    await run(folder, [{ id: 'a', status: 1 }], (batch) => sent.push(...batch));
    expect(sent).toHaveLength(1);
  });

  it('leaves every order in the last state its file gives it, wherever the first run was cut off', async () => {
    const update = fc.record({ id: fc.constantFrom('1', '2', '3'), status: fc.integer({ min: 0, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(update, { maxLength: 8 }),
        fc.array(update, { maxLength: 8 }),
        fc.nat(10),
        fc.constantFrom(1, 3),
        async (first, second, cut, concurrency) => {
          const folder = mkdtempSync(join(tmpdir(), 'blink-ledger-'));
          const states = new Map<string, number>();
          const stop = new AbortController();
          let sent = 0;
          const send = (batch: readonly Update[]) => {
            for (const { id, status } of batch) states.set(id, status);
            sent += 1;
            if (sent !== cut) return;
            stop.abort(new CliError('interrupted', 'Stopped.'));
            throw new BlinkError('unknown_outcome', 'It was sent, and took effect.');
          };
          await run(folder, first, send, { signal: stop.signal, concurrency });
          await run(folder, second, (batch) => send(batch), { concurrency });
          rmSync(folder, { recursive: true, force: true });
          const wanted = new Map(second.map(({ id, status }) => [id, status]));
          for (const [id, status] of wanted) expect(states.get(id)).toBe(status);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('sends again what was confirmed before something else was sent without an answer', async () => {
    const folder = testFolder();
    const send = async (statuses: readonly number[], lose?: number) => {
      const sent: number[] = [];
      await run(
        folder,
        statuses.map((status) => ({ id: 'a', status })),
        ([{ status = -1 } = {}]) => {
          sent.push(status);
          if (status === lose) throw lost();
        },
      );
      return sent;
    };
    expect(await send([1, 2], 2)).toEqual([1, 2]);
    // The file still goes on as it did: 1 is confirmed, 2 may be.
    expect(await send([1, 2], 2)).toEqual([2]);
    // Without 2, nobody knows that it is 1 that holds.
    expect(await send([1])).toEqual([1]);
  });
});

it('one that was cut off is gone on with after a record of it was typed', async () => {
  const folder = testFolder();
  const ledger = await openLedger(folder, 'stock');
  const items: Item[] = ['k1', 'k2', 'k3'].map((id) => [id, `${id} 1450`]);
  const options = { kind: 'stock', job: 'test', to: 'local', now: Date.now() } as const;
  const begin = {
    ...timestampAt(options.now),
    ...{ job: 'stock sync', kind: 'stock', of: ledger.of, to: 'local', by: [1, '', 'another computer'] },
  };
  const lines = [
    { begin },
    { intended: items },
    { sent: { n: 1, items: [0, 1] } },
    { end: { n: 1, is: 'confirmed' } },
  ];
  await ledger.book.append(() => lines.map((line) => ({ run: 'cut-off', t: 0, ...line })), false);
  const typed = beginRun(ledger, [['k1', 'k1 1200']], {
    ...options,
    ...{ durable: false, fresh: false, alone: true },
  });
  const end = await typed.sending([0]);
  await end?.('confirmed');
  await typed.over();
  const next = beginRun(ledger, items, { ...options, durable: false, fresh: false });
  expect([...next.earlier]).toEqual([1]);
  await ledger.book.close(true);
});

describe('a call that must not be made twice', () => {
  const task = { id: 'a', status: 1 };
  const never = () => Promise.reject(new Error('looked for'));

  it('is not made again, whoever asks, until it is asked for on purpose', async () => {
    const folder = testFolder();
    const sent: Update[] = [];
    const send = (batch: readonly Update[]) => sent.push(...batch);
    await run(folder, [task], send, { look: never });
    const second = await run(folder, [task], send, { look: never });
    expect(sent).toHaveLength(1);
    expect(second.outcomes).toEqual([{ id: 'a', outcome: 'skipped', as: 'T-a', doneAt: expect.any(Number) }]);
    const other = await run(folder, [{ ...task, status: 2 }], send, { look: never });
    expect(other.outcomes[0]).toMatchObject({
      outcome: 'skipped',
      error: expect.stringContaining('other details'),
    });
    expect([...other.earlier]).toEqual([]);
    await run(folder, [task], send, { look: never, again: true });
    expect(sent).toHaveLength(2);
  });

  it('is made again after a refusal, which is certain', async () => {
    const folder = testFolder();
    await run(
      folder,
      [task],
      () => {
        throw refused();
      },
      { look: never },
    );
    expect(outcomesOf(await run(folder, [task], () => {}, { look: never }))).toEqual(['done']);
  });

  it('is looked for where it is in doubt, and stays unknown while it is not there to be found', async () => {
    const folder = testFolder();
    const first = await run(
      folder,
      [task],
      () => {
        throw lost();
      },
      { look: async () => ({ is: 'absent' }) },
    );
    expect(first.outcomes[0]).toMatchObject({
      outcome: 'unknown',
      error: expect.stringContaining('in 10 minutes'),
    });
    const sent: Update[] = [];
    const second = await run(folder, [task], (batch) => sent.push(...batch), {
      look: async () => ({ is: 'absent' }),
    });
    expect(outcomesOf(second)).toEqual(['unknown']);
    expect(sent).toEqual([]);
    const third = await run(folder, [task], (batch) => sent.push(...batch), {
      look: async () => ({ is: 'found', as: 'KHI-1' }),
    });
    expect(third.outcomes).toEqual([{ id: 'a', outcome: 'done', as: 'KHI-1' }]);
    expect(outcomesOf(await run(folder, [task], (batch) => sent.push(...batch), { look: never }))).toEqual([
      'skipped',
    ]);
    expect(sent).toEqual([]);
  });

  it('stops before anything goes out that cannot be noted', async () => {
    const folder = testFolder();
    const full = new CliError('failed', 'Could not write: the disk is full.');
    const sent: unknown[] = [];
    const report = await run(folder, [task], (batch) => sent.push(batch), {
      look: never,
      notes: { ...silent, sending: () => Promise.reject(full) },
    });
    expect(sent).toEqual([]);
    expect(report.failure).toBe(full);
    expect(outcomesOf(report)).toEqual(['skipped']);
  });

  it('counts as done what the service confirmed and nobody could note, and sends no more', async () => {
    const folder = testFolder();
    const full = new CliError('failed', 'Could not write: the disk is full.');
    const tasks = ['a', 'b', 'c'].map((id) => ({ id, status: 1 }));
    const report = await run(folder, tasks, () => {}, {
      look: never,
      notes: { ...silent, sending: async () => () => Promise.reject(full) },
    });
    expect(report.failure).toBe(full);
    expect(report.outcomes.filter(({ outcome }) => outcome === 'done').length).toBeLessThan(3);
  });
});

const silent: RunNotes = {
  earlier: new Set(),
  resumes: undefined,
  standing: () => undefined,
  sending: async () => async () => {},
  looked: async () => {},
  over: async () => {},
};

it('goes on without notes where a call may be made twice, and says so once', async () => {
  const folder = testFolder();
  const full = new CliError('failed', 'Could not write: the disk is full.');
  const warnings: string[] = [];
  const updates = ['a', 'b', 'c'].map((id) => ({ id, status: 1 }));
  const report = await run(folder, updates, () => {}, {
    notes: forgiving({ ...silent, sending: async () => () => Promise.reject(full) }, ({ message }) =>
      warnings.push(message),
    ),
  });
  expect(outcomesOf(report)).toEqual(['done', 'done', 'done']);
  expect(report.failure).toBeUndefined();
  expect(warnings).toEqual([full.message]);
});

it('keeps the state of every record when a book is made anew', async () => {
  const folder = testFolder();
  await run(
    folder,
    [
      { id: 'a', status: 1 },
      { id: 'b', status: 1 },
    ],
    ([{ id = '' } = {}]) => {
      if (id === 'b') throw lost();
    },
  );
  const before = readLedger(folder, 'orders');
  const ledger = await openLedger(folder, 'order');
  const { summaryLines } = await import('../../src/ledger/compaction.ts');
  await ledger.book.rewrite(() => summaryLines(ledger, timestampAt(Date.now())));
  await ledger.book.close(true);
  const after = readLedger(folder, 'orders');
  expect(after.damages).toEqual([]);
  expect({ ...after.state, history: 0 }).toEqual({ ...before.state, history: 0 });
});

it('what is noted after a first note that could not be written is known all the same', async () => {
  const folder = testFolder();
  const ledger = await openLedger(folder, 'task');
  let isFull = true;
  const book = {
    ...ledger.book,
    async append(lines: () => readonly object[], durable: boolean) {
      if (!isFull) return ledger.book.append(lines, durable);
      lines();
      throw new CliError('failed', 'the disk is full');
    },
  };
  const options = {
    kind: 'task',
    job: 'test',
    to: 'local',
    now: Date.now(),
    durable: true,
    fresh: false,
  } as const;
  const notes = beginRun(
    { ...ledger, book },
    [
      ['A1', 'x'],
      ['A2', 'y'],
    ],
    options,
  );
  await expect(notes.sending([0], 'nothing')).rejects.toThrow('the disk is full');
  isFull = false;
  const end = await notes.sending([1], 'nothing');
  await end?.('confirmed', { as: ['KHI-2'] });
  await ledger.book.close(true);
  expect(readLedger(folder, 'tasks').state.records.get('task')?.get('A2')?.confirmed).toMatchObject([
    { as: 'KHI-2' },
  ]);
});

it('is made anew without the history of records that no unfinished run is about', async () => {
  const folder = testFolder();
  for (const status of [1, 2, 3]) await run(folder, [{ id: 'a', status }], () => {});
  const ledger = await openLedger(folder, 'order');
  const { summaryLines } = await import('../../src/ledger/compaction.ts');
  await ledger.book.rewrite(() => summaryLines(ledger, timestampAt(Date.now())));
  await ledger.book.close(true);
  const { state } = readLedger(folder, 'orders');
  expect(
    state.records
      .get('order')
      ?.get('a')
      ?.confirmed.map(({ hash }) => hash),
  ).toEqual([jsonHash({ id: 'a', status: 3 })]);
});
