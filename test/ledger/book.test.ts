import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBook } from '../../src/ledger/book.ts';
import { lineOf } from '../../src/ledger/book-line.ts';
import { sealOf } from '../../src/ledger/book-seal.ts';
import { readBook } from '../../src/ledger/read-book.ts';

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blink-book-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'ledger', 'tasks');
}

function collector() {
  let taken: unknown[] = [];
  return {
    reader: {
      take: (value: unknown) => {
        taken.push(value);
        return 'taken' as const;
      },
      reset: () => {
        taken = [];
      },
    },
    taken: () => taken,
  };
}

async function bookWith(path: string, ...lines: object[]): Promise<void> {
  const book = await openBook(path, collector().reader);
  await book.append(() => lines, true);
  await book.close(true);
}

function read(path: string) {
  const { reader, taken } = collector();
  const { damages } = readBook(path, reader);
  return { taken: taken(), damages };
}

const three = [{ n: 1 }, { n: 2, name: 'چکن کڑاہی' }, { n: 3 }];

it('gives back the lines that were added, to whoever opens it', async () => {
  const path = place();
  await bookWith(path, ...three);
  expect(read(path)).toEqual({ taken: three, damages: [] });
});

it('shows each writer what the others wrote before its own lines', async () => {
  const path = place();
  const [one, other] = [collector(), collector()];
  const [first, second] = [await openBook(path, one.reader), await openBook(path, other.reader)];
  await first.append(() => [{ by: 'first' }], false);
  await second.append(() => [{ by: 'second', after: other.taken().length }], false);
  await first.append(() => [{ by: 'first', after: one.taken().length }], false);
  expect(one.taken()).toEqual([{ by: 'first' }, { by: 'second', after: 1 }, { by: 'first', after: 2 }]);
  await Promise.all([first.close(true), second.close(true)]);
  expect(read(path).damages).toEqual([]);
});

it('notices any bit that is flipped, in the book and in its seal', async () => {
  const path = place();
  await bookWith(path, ...three);
  const silent: string[] = [];
  for (const file of [path, sealOf(path)]) {
    const whole = readFileSync(file);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(file, flipped);
      if (read(path).damages.length === 0) silent.push(`${file}, bit ${bit}`);
    }
    writeFileSync(file, whole);
  }
  expect(silent).toEqual([]);
});

it('notices an end that is missing, wherever it was cut', async () => {
  const path = place();
  await bookWith(path, ...three);
  const { length } = readFileSync(path);
  for (let size = length - 1; size >= 0; size -= 1) {
    truncateSync(path, size);
    expect(read(path).damages, `cut at ${size}`).not.toEqual([]);
  }
});

describe('a file that is not there, or not ours', () => {
  it('is no damage where nothing was written yet', () => {
    expect(read(place())).toEqual({ taken: [], damages: [] });
  });

  it.each([
    ['the book', (path: string) => rmSync(path), 'the file is missing'],
    ['the seal', (path: string) => rmSync(sealOf(path)), 'its seal is missing'],
    ['all lines', (path: string) => writeFileSync(path, ''), 'its end is missing (57 bytes)'],
  ])('is one where %s was removed', async (_, remove, what) => {
    const path = place();
    await bookWith(path, { n: 1 }, { n: 2 }, { n: 3 });
    remove(path);
    expect(read(path).damages.map((damage) => damage.what)).toEqual([what]);
  });

  it('is told from one that a newer version wrote', async () => {
    const path = place();
    await bookWith(path, { n: 1 });
    appendFileSync(path, '2 0000000 {}\n');
    appendFileSync(path, 'some other program\n');
    expect(read(path).damages).toEqual([
      { line: 2, what: "was changed and can't be read" },
      { line: 3, what: "was changed and can't be read" },
    ]);
  });
});

it('drops what a kill left of a line, and is whole after that', async () => {
  const path = place();
  await bookWith(path, { n: 1 });
  appendFileSync(path, lineOf({ n: 2, long: 'x'.repeat(50) }).subarray(0, 40));
  expect(read(path)).toEqual({ taken: [{ n: 1 }], damages: [] });
  await bookWith(path, { n: 3 });
  expect(read(path)).toEqual({ taken: [{ n: 1 }, { n: 3 }], damages: [] });
});

it('is not sealed again once it is damaged, so that the damage is told until it is mended', async () => {
  const path = place();
  await bookWith(path, ...three);
  truncateSync(path, lineOf({ n: 1 }).length);
  await bookWith(path, ...three, ...three);
  expect(read(path).damages).toEqual([{ what: 'it was found damaged before, and not repaired' }]);
});

it('is made anew under the eyes of another writer, which goes on in the new one', async () => {
  const path = place();
  const [one, other] = [collector(), collector()];
  const [first, second] = [await openBook(path, one.reader), await openBook(path, other.reader)];
  await first.append(() => three, true);
  await second.append(() => [{ n: 4 }], true);
  await first.rewrite(() => [{ all: one.taken().length }]);
  await second.append(() => [{ n: 5 }], true);
  expect(other.taken()).toEqual([{ all: 4 }, { n: 5 }]);
  expect(read(path)).toEqual({ taken: [{ all: 4 }, { n: 5 }], damages: [] });
  expect(existsSync(`${path}.busy`)).toBe(false);
});

it('looks whole to whoever reads it while others write', async () => {
  const path = place();
  const writers = await Promise.all([1, 2, 3].map(() => openBook(path, collector().reader)));
  const looks: unknown[] = [];
  await Promise.all(
    writers.map(async (book, i) => {
      for (let n = 0; n < 30; n += 1) {
        if (n % 10 === 9) await book.rewrite(() => three);
        else await book.append(() => [{ by: i, n }], n % 2 === 0);
        looks.push(...read(path).damages);
      }
    }),
  );
  await Promise.all(writers.map((book) => book.close(true)));
  expect(looks).toEqual([]);
  expect(read(path).damages).toEqual([]);
});
