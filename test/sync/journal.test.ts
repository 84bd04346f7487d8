import { appendFileSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal, sweepJournals } from '../../src/sync/journal.ts';
import { testFolder } from '../storage/children.ts';

const hour = 3_600_000;
const begun = Date.UTC(2026, 10, 23, 22);

function open(path: string, now = begun, goOnWithin = 12 * hour) {
  return openJournal(path, { job: 'stock-sync stock.csv', now, goOnWithin });
}

describe('a journal', () => {
  it('knows in a later run what was confirmed, what was not taken, and what is in doubt', async () => {
    const path = join(testFolder(), 'jobs', 'journal.ndjson');
    const first = await open(path);
    await (
      await first.sending([
        ['a', 'a1'],
        ['b', 'b1'],
      ])
    )('done');
    await (await first.sending([['c', 'c1']]))('not_taken');
    await first.sending([['d', 'd1']]);
    await (await first.sending([['a', 'a2']]))('done');
    await first.close(false);

    const second = await open(path, begun + hour);
    expect(second.resumes).toBe(begun);
    expect(second.confirmed('a')).toEqual(['a1', 'a2']);
    expect(second.confirmed('b')).toEqual(['b1']);
    expect(['a', 'b', 'c', 'd'].map(second.inDoubt)).toEqual([[], [], [], ['d1']]);
    await (await second.sending([['d', 'd1']]))('done');
    await second.close(false);

    const third = await open(path, begun + 2 * hour);
    expect(third.confirmed('d')).toEqual(['d1']);
    expect(third.inDoubt('d')).toEqual([]);
    await third.close(true);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is on the disk before a request may go out, and before its end is told', async () => {
    const path = join(testFolder(), 'journal.ndjson');
    const journal = await open(path);
    const end = await journal.sending([['a', 'a1']]);
    expect(readFileSync(path, 'utf8')).toMatch(/"sent":\[\["a","a1"\]\]\}\n$/);
    await end('done');
    expect(readFileSync(path, 'utf8')).toMatch(/"end":"done"\}\n$/);
    await journal.close(false);
  });

  it.each([
    ['a minute before its time is over', 12 * hour - 60_000, 12 * hour, ['a1']],
    ['not once it is over', 12 * hour, 12 * hour, []],
    ['never, when a new run is asked for', 1, 0, []],
  ])('is gone on with %s', async (_, age, goOnWithin, confirmed) => {
    const path = join(testFolder(), 'journal.ndjson');
    const first = await open(path);
    await (await first.sending([['a', 'a1']]))('done');
    await first.close(false);
    const second = await open(path, begun + age, goOnWithin);
    expect(second.confirmed('a')).toEqual(confirmed);
    expect(second.resumes).toBe(confirmed.length > 0 ? begun : undefined);
    await second.close(false);
    // A new run is a new journal: what it replaces does not come back.
    const third = await open(path, begun + age + 1, goOnWithin === 0 ? 12 * hour : goOnWithin);
    expect(third.confirmed('a')).toEqual(confirmed);
    await third.close(true);
  });

  it('is not gone on with once its run is finished, also where it could not be removed', async () => {
    const path = join(testFolder(), 'journal.ndjson');
    const first = await open(path);
    await (await first.sending([['a', 'a1']]))('done');
    const before = readFileSync(path, 'utf8');
    await first.close(true);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, `${before}{"finished":true}\n`);
    const second = await open(path, begun + 1);
    expect(second.resumes).toBeUndefined();
    expect(second.confirmed('a')).toEqual([]);
    await second.close(true);
  });

  it('takes no notice of lines that are cut off or foreign', async () => {
    const path = join(testFolder(), 'journal.ndjson');
    const first = await open(path);
    await (await first.sending([['a', 'a1']]))('done');
    await first.close(false);
    appendFileSync(
      path,
      'not JSON\n[1,2]\n{"batch":9,"end":"done"}\n{"batch":2,"sent":[["b","b1"]]}\n{"batch":2,"en',
    );
    const second = await open(path, begun + 1);
    expect(second.confirmed('a')).toEqual(['a1']);
    expect(second.inDoubt('b')).toEqual(['b1']);
    await (await second.sending([['c', 'c1']]))('done');
    await second.close(false);
    const third = await open(path, begun + 2);
    expect(third.inDoubt('b')).toEqual(['b1']);
    expect(third.confirmed('c')).toEqual(['c1']);
    await third.close(true);
  });

  it('is not kept for ever', async () => {
    const folder = testFolder();
    for (const name of ['old.ndjson', 'new.ndjson']) writeFileSync(join(folder, name), '');
    utimesSync(join(folder, 'old.ndjson'), new Date(begun - hour), new Date(begun - hour));
    utimesSync(join(folder, 'new.ndjson'), new Date(begun + hour), new Date(begun + hour));
    await sweepJournals(folder, begun);
    expect(readdirSync(folder)).toEqual(['new.ndjson']);
  });
});
