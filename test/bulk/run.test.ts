import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlinkError } from '../../src/blink/error.ts';
import { noNotes } from '../../src/bulk/notes.ts';
import type { Look, OnceRules } from '../../src/bulk/once.ts';
import { type RunReport, totals } from '../../src/bulk/report.ts';
import { type RunOptions, runBulk, runOne } from '../../src/bulk/run.ts';
import { CliError } from '../../src/errors.ts';
import { timestampAt } from '../../src/ledger/timestamp.ts';

interface Setting {
  count: number;
  batchSize?: number;
  concurrency?: number;
  salvage?: boolean;
  signal?: AbortSignal;
  once?: OnceRules<number>;
}

/** Runs numbers as records, and keeps what was sent. */
async function run(
  {
    count,
    batchSize = 1,
    concurrency = 1,
    salvage = true,
    signal = new AbortController().signal,
    once,
  }: Setting,
  send: (batch: readonly number[], call: number) => unknown,
): Promise<{ report: RunReport; sent: (readonly number[])[] }> {
  const sent: (readonly number[])[] = [];
  const options: RunOptions<number> = {
    items: Array.from({ length: count }, (_, i) => i),
    idOf: String,
    ...{ batchSize, concurrency, salvage, signal, once },
    list: 'products',
    notes: noNotes,
    send: async (batch) => {
      sent.push(batch);
      await send(batch, sent.length);
      return undefined;
    },
  };
  return { report: await runBulk(options), sent };
}

const refusal = (fields: Record<string, string[]> = {}) =>
  new BlinkError('refused', 'Invalid.', { status: 422, fields });
const down = () => new BlinkError('unreachable', 'Nobody answered.', { effect: 'unknown' });

describe('a bulk run', () => {
  it('sends everything once, in batches', async () => {
    const { report, sent } = await run({ count: 10, batchSize: 4 }, () => {});
    expect(sent).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(totals(report.outcomes)).toEqual({ done: 10, refused: 0, unknown: 0, skipped: 0 });
    expect(report.failure).toBeUndefined();
  });

  it('has as many requests under way as asked, never more', async () => {
    let under = 0;
    let most = 0;
    await run({ count: 40, concurrency: 8 }, async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
    });
    expect(most).toBe(8);
  });

  it('sends no more once the server says that it takes no more', async () => {
    const { report, sent } = await run({ count: 10 }, (_, call) => {
      if (call === 2) throw new BlinkError('throttled', 'Wait an hour.');
    });
    expect(sent).toHaveLength(2);
    expect(report.failure).toMatchObject({ code: 'throttled' });
  });

  it('sends the records of one id one after the other, in the order they are given', async () => {
    const begun: string[] = [];
    const ended: string[] = [];
    const items = ['1 accepted', '2 accepted', '1 dispatched', '1 delivered', '2 dispatched'];
    await runBulk({
      items,
      idOf: (item) => item.split(' ')[0] ?? '',
      batchSize: 1,
      concurrency: 5,
      salvage: true,
      signal: new AbortController().signal,
      notes: noNotes,
      send: async ([item = '']) => {
        const earlier = items.filter((one) => one[0] === item[0] && items.indexOf(one) < items.indexOf(item));
        expect(ended).toEqual(expect.arrayContaining(earlier));
        begun.push(item);
        for (let turns = item.startsWith('1') ? 9 : 1; turns > 0; turns -= 1) await new Promise(setImmediate);
        ended.push(item);
        return undefined;
      },
    });
    expect(begun.slice(0, 2)).toEqual(['1 accepted', '2 accepted']);
    expect(ended).toHaveLength(5);
  });

  it('takes out the records that a refusal names and sends the rest again', async () => {
    const { report, sent } = await run({ count: 6, batchSize: 3 }, (_, call) => {
      if (call === 1) throw refusal({ 'products.1.sku': ['Taken.'], 'products.1.price': ['Too low.'] });
    });
    expect(sent).toEqual([
      [0, 1, 2],
      [0, 2],
      [3, 4, 5],
    ]);
    expect(report.outcomes[1]).toMatchObject({ id: '1', outcome: 'refused' });
    expect(report.refusals).toEqual([
      { index: 1, field: 'sku', message: 'Taken.' },
      { index: 1, field: 'price', message: 'Too low.' },
    ]);
  });

  it('says nothing of places in a request, which nobody knows', async () => {
    const { report } = await run({ count: 3, batchSize: 3 }, (_, call) => {
      if (call === 1) throw refusal({ 'products.1.id': ['The selected products.1.id is invalid.'] });
    });
    expect(report.outcomes[1]).toEqual({
      id: '1',
      outcome: 'refused',
      error: 'The selected id is invalid.',
    });
  });

  it('counts what is refused and what is done', async () => {
    const { report } = await run({ count: 6, batchSize: 3 }, (_, call) => {
      if (call === 1) throw refusal({ 'products.1.sku': ['Taken.'], 'products.1.price': ['Too low.'] });
    });
    expect(totals(report.outcomes)).toMatchObject({ done: 5, refused: 1 });
  });

  it('names records by their place in the run, not in the request', async () => {
    const { report } = await run({ count: 6, batchSize: 3 }, (batch) => {
      if (batch.includes(4)) throw refusal({ [`products.${batch.indexOf(4)}.id`]: ['Unknown.'] });
    });
    expect(report.refusals).toEqual([{ index: 4, field: 'id', message: 'Unknown.' }]);
  });

  it('finds exactly the bad records by halving when a refusal names none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (bad, batchSize, concurrency) => {
          const { report, sent } = await run({ count: 30, batchSize, concurrency }, (batch) => {
            if (batch.some((item) => bad.includes(item))) throw refusal();
          });
          const refused = report.outcomes.flatMap(({ id, outcome }) =>
            outcome === 'refused' ? [Number(id)] : [],
          );
          expect(refused.sort()).toEqual([...bad].sort());
          expect(totals(report.outcomes).done).toBe(30 - bad.length);
          for (const item of report.outcomes.filter(({ outcome }) => outcome === 'done')) {
            const accepted = sent.filter((batch) => !batch.some((one) => bad.includes(one)));
            expect(accepted.filter((batch) => batch.includes(Number(item.id)))).toHaveLength(1);
          }
        },
      ),
    );
  });

  it('leaves a refused batch whole where a part of it would say something else', async () => {
    const { report, sent } = await run({ count: 4, batchSize: 2, salvage: false }, (_, call) => {
      if (call === 1) throw refusal({ 'products.0.sku': ['Taken.'] });
    });
    expect(sent).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'skipped', 'done', 'done']);
  });

  it('goes on when one request is not answered, and stops after three in a row', async () => {
    const once = await run({ count: 10 }, (_, call) => {
      if (call === 4) throw down();
    });
    expect(totals(once.report.outcomes)).toEqual({ done: 9, refused: 0, unknown: 1, skipped: 0 });
    expect(once.report.failure).toMatchObject({ code: 'unreachable' });
    const forever = await run({ count: 10 }, (_, call) => {
      if (call > 2) throw down();
    });
    expect(forever.sent).toHaveLength(5);
    expect(totals(forever.report.outcomes)).toEqual({ done: 2, refused: 0, unknown: 3, skipped: 5 });
  });

  it.each<[string, () => unknown]>([
    ['a success', () => {}],
    ['a refusal', () => Promise.reject(refusal())],
  ])('counts the requests that nobody answered anew after %s', async (_, answered) => {
    const { report, sent } = await run({ count: 9 }, (_batch, call) => {
      if (call % 3 === 0) return answered();
      throw down();
    });
    expect(sent).toHaveLength(9);
    expect(totals(report.outcomes)).toMatchObject({ unknown: 6, skipped: 0 });
  });

  it('counts them anew after a look that found what was sent, and stops after three in doubt', async () => {
    const lost = () => Promise.reject(new BlinkError('unknown_outcome', 'The line broke.'));
    const looked = async (findable: (item: number) => boolean) => {
      const look = async (item: number): Promise<Look> =>
        findable(item) ? { is: 'found', as: `T-${item}` } : { is: 'unclear', why: 'Nobody answered.' };
      const once = { look, lookedUpBy: String, again: false, hashOf: String, now: () => timestampAt(0) };
      const { report } = await run({ count: 9, once }, lost);
      return report.outcomes.map(({ outcome }) => outcome);
    };
    const every = ['unknown', 'unknown', 'done'];
    expect(await looked((item) => item % 3 === 2)).toEqual([...every, ...every, ...every]);
    expect(await looked(() => false)).toEqual([...Array(3).fill('unknown'), ...Array(6).fill('skipped')]);
  });

  it('stops at once when the credentials are not accepted', async () => {
    const { report, sent } = await run({ count: 10 }, () => {
      throw new BlinkError('credentials', 'No.');
    });
    expect(sent).toHaveLength(1);
    expect(report.failure).toMatchObject({ code: 'not_logged_in' });
  });

  it('names what may have been done and goes on', async () => {
    const { report } = await run({ count: 3 }, (_, call) => {
      if (call === 2) throw new BlinkError('unknown_outcome', 'The line broke.');
    });
    expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'unknown', 'done']);
    expect(report.failure).toBeUndefined();
  });

  it('sends nothing more once it is interrupted', async () => {
    const stop = new AbortController();
    const { report, sent } = await run({ count: 10, concurrency: 2, signal: stop.signal }, (_, call) => {
      if (call === 3) stop.abort(new CliError('interrupted', 'Stopped.'));
    });
    expect(sent.length).toBeLessThanOrEqual(4);
    expect(report.failure).toMatchObject({ code: 'interrupted' });
  });

  it('does not hide a fault of its own', async () => {
    await expect(run({ count: 1 }, () => JSON.parse('{'))).rejects.toThrow(SyntaxError);
  });
});

it('sends no empty batch where a refusal names all of it', async () => {
  const { sent, report } = await run({ count: 4, batchSize: 2 }, (_, call) => {
    if (call === 1) throw refusal({ 'products.0.sku': ['Taken.'], 'products.1.sku': ['Taken.'] });
  });
  expect(sent).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(report.outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'done', 'done']);
});

describe('one record that is typed', () => {
  const stopped = AbortSignal.abort(new CliError('interrupted', 'Stopped.'));
  const never = new AbortController().signal;
  const options = (send: () => Promise<undefined>, signal = never) => {
    return { items: ['bbq-01'], idOf: String, list: 'products', notes: noNotes, signal, send };
  };

  it.each<[string, () => Promise<undefined>, AbortSignal?]>([
    ['is done', async () => undefined],
    ['is refused', () => Promise.reject(refusal())],
    ['is refused by name', () => Promise.reject(refusal({ 'products.0.price': ['Too dear.', 'Too odd.'] }))],
    ['is not answered', () => Promise.reject(down())],
    ['is in doubt', () => Promise.reject(new BlinkError('unknown_outcome', 'The line broke.'))],
    ['is sent without a login', () => Promise.reject(new BlinkError('credentials', 'No.'))],
    ['is interrupted before it is sent', async () => undefined, stopped],
  ])('that %s is told as in a run of many', async (_, send, signal) => {
    const many = { ...options(send, signal), batchSize: 1, concurrency: 1, salvage: true };
    expect(await runOne(options(send, signal))).toEqual(await runBulk(many));
  });

  it('is not sent where the run was interrupted, or an unfinished one has made it', async () => {
    const sent: string[] = [];
    const one = options(async () => {
      sent.push('bbq-01');
      return undefined;
    });
    await runOne({ ...one, signal: stopped });
    const { outcomes } = await runOne({ ...one, notes: { ...noNotes, earlier: new Set([0]) } });
    expect(outcomes).toEqual([{ id: 'bbq-01', outcome: 'skipped' }]);
    expect(sent).toEqual([]);
    await runOne(one);
    expect(sent).toEqual(['bbq-01']);
  });
});
