import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { type Format, Output, type RecordColumn } from '../../src/terminal/output.ts';

interface Dish {
  name: string;
  price: number | null;
}

const columns: readonly RecordColumn<Dish>[] = [
  { key: 'name', header: 'Name', value: ({ name }) => name },
  { key: 'price', header: 'Price', value: ({ price }) => price, right: true },
];

const dishes: Dish[] = [
  { name: 'Chicken Karahi چکن کڑاہی', price: 1450 },
  { name: '=1+1, "quoted"\nand broken', price: null },
  { name: 'Nan', price: 30 },
  { name: 'نان\u200cخطائی', price: 0.5 },
  { name: 'a dish with a name that is longer than every one before it', price: 123456789 },
];

/** An output that keeps what is written, and counts the pages that were asked for by then. */
function collected(format: Format, { columns: width }: { columns?: number } = {}) {
  const written: string[] = [];
  const sink = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString());
        done();
      },
    }),
    width === undefined ? {} : { isTTY: true, columns: width },
  );
  const output = new Output({
    ...{ stdout: sink, stderr: sink, env: { NO_COLOR: '1' }, format, quiet: false, colour: false },
  });
  return { output, written, text: () => written.join('') };
}

async function* pages(size: number, failAfter = Number.POSITIVE_INFINITY): AsyncIterable<Dish[]> {
  for (let at = 0; at < dishes.length; at += size) {
    if (at >= failAfter) throw new Error('the source failed');
    yield dishes.slice(at, at + size);
  }
}

const formats: Format[] = ['json', 'ndjson', 'csv', 'table'];

describe.each(formats)('%s', (format) => {
  it.each([undefined, 80])('is the same at once and in pages, on a terminal of %s columns', async (width) => {
    const whole = collected(format, width === undefined ? {} : { columns: width });
    await whole.output.records(dishes, columns);
    for (const size of [1, 2, 5]) {
      const streamed = collected(format, width === undefined ? {} : { columns: width });
      await streamed.output.stream(pages(size), columns);
      if (format !== 'table') expect(streamed.text()).toBe(whole.text());
      expect(streamed.text().split('\n')).toHaveLength(whole.text().split('\n').length);
    }
  });

  it('writes a page before the next one is asked for', async () => {
    const { output, written } = collected(format);
    let writtenBefore = -1;
    async function* watched(): AsyncIterable<Dish[]> {
      for await (const page of pages(1)) {
        expect(written.length).toBeGreaterThan(writtenBefore);
        writtenBefore = written.length;
        yield page;
      }
    }
    await output.stream(watched(), columns);
    expect(written.length).toBeGreaterThanOrEqual(dishes.length);
  });

  it('is complete without any record', async () => {
    const expected = collected(format);
    await expected.output.records([], columns);
    for (const none of [[], [[]], [[], []]]) {
      const { output, text } = collected(format);
      await output.stream(
        (async function* () {
          yield* none;
        })(),
        columns,
      );
      expect(text()).toBe(expected.text());
    }
  });

  it('has put out what came before its source fails, and does not look complete', async () => {
    const { output, text } = collected(format);
    await expect(output.stream(pages(1, 2), columns)).rejects.toThrow('the source failed');
    expect(text()).toContain('Karahi');
    expect(text()).not.toContain('Nan');
    if (format === 'json') expect(() => JSON.parse(text())).toThrow();
  });
});

it('says the same in json, ndjson and csv, whatever the values', async () => {
  const { output: json, text: jsonText } = collected('json');
  const { output: ndjson, text: ndjsonText } = collected('ndjson');
  const { output: csv, text: csvText } = collected('csv');
  for (const output of [json, ndjson, csv]) await output.stream(pages(2), columns);
  expect(JSON.parse(jsonText())).toEqual(dishes);
  const lines = ndjsonText().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(dishes);
  const rows: Record<string, string>[] = parse(csvText(), { columns: true, bom: true });
  expect(rows.map(({ name }) => name?.replace(/^'=/, '='))).toEqual(dishes.map(({ name }) => name));
  expect(rows.map(({ price }) => (price === '' ? null : Number(price)))).toEqual(
    dishes.map(({ price }) => price),
  );
});

describe('a table in pages', () => {
  const short = Array.from({ length: 3 }, (_, i) => ({ name: `dish ${i}`, price: i }));
  const long = [{ name: 'x'.repeat(60), price: 5 }];

  async function draw(width: number | undefined): Promise<string[]> {
    const { output, text } = collected('table', width === undefined ? {} : { columns: width });
    await output.stream(
      (async function* () {
        yield short;
        yield long;
        yield short;
      })(),
      columns,
    );
    return text().trimEnd().split('\n');
  }

  it('has one header and stable columns, cut to the terminal', async () => {
    const lines = await draw(40);
    expect(lines.filter((line) => line.startsWith('Name'))).toHaveLength(1);
    expect(lines).toHaveLength(8);
    expect(new Set(lines.map((line) => stringWidth(line)))).toEqual(new Set([stringWidth(lines[0] ?? '')]));
    expect(lines[4]).toMatch(/^x+… +5$/);
  });

  it('leaves spare width to columns of text, for what is yet to come', async () => {
    const [header = ''] = await draw(80);
    const { output, text } = collected('table', { columns: 80 });
    await output.records(short, columns);
    expect(header.indexOf('Price')).toBeGreaterThan(text().indexOf('Price'));
  });

  it('cuts nothing in a pipe', async () => {
    expect(await draw(undefined)).toContainEqual(`${'x'.repeat(60)}      5`);
  });
});
