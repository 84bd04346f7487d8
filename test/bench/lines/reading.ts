import { join } from 'node:path';
import { writeMenu } from '../inputs.ts';
import { type Line, ratioOf } from '../line.ts';
import { blink, inTurn, isInstalled, type Program, runForMemory } from '../programs.ts';

const rounds = 7;

/** csv-parse alone: the rows as arrays, counted. */
const csvParse = `
  const rows = require('csv-parse').parse();
  let count = 0;
  rows.on('readable', () => { while (rows.read() !== null) count++; });
  require('node:fs').createReadStream(process.argv[1]).pipe(rows).on('end', () => console.log(count));`;

/** How quickly a sheet becomes a menu that is checked, and what it takes. */
export function readingLines(scratch: string): Line[] {
  const file = join(scratch, 'menu.csv');
  const convert = (menu: string): Program =>
    blink(join(scratch, 'reading'), ['menu', 'convert', menu, '--to', 'json']);
  const against = async (other: Program) => {
    writeMenu(file, 100_000);
    const [ours = [], theirs = []] = await inTurn(rounds, [convert(file), other]);
    return ratioOf(ours, theirs);
  };
  const peak = (rows: number, scattered: boolean) => async () => {
    writeMenu(file, rows, { scattered });
    const { time, peak: value } = await runForMemory(convert(file), scratch);
    return { value, ours: `${(time / 1000).toFixed(1)} s` };
  };
  const line = { part: 'reading', unit: '×' } as const;
  const memory = { part: 'reading', against: '', unit: 'MiB' } as const;
  return [
    {
      ...{ ...line, what: '`menu convert --to json`, 100,000 rows', against: 'csv-parse to arrays' },
      ...{ budget: 1.25, aim: 1.1 },
      measure: () => against({ command: [process.execPath, '-e', csvParse, file] }),
    },
    {
      ...{ ...line, what: 'the same', against: '`mlr --icsv --ojson cat`', budget: 1.3, aim: 1 },
      measure: async () =>
        isInstalled('mlr')
          ? await against({ command: ['mlr', '--icsv', '--ojson', 'cat', file] })
          : 'no Miller here',
    },
    { ...memory, what: 'memory, 100,000 rows', aim: 130, measure: peak(100_000, false) },
    {
      ...memory,
      what: 'memory, 1,000,000 rows, each product together',
      ...{ budget: 120, aim: 85, measure: peak(1_000_000, false) },
    },
    {
      ...memory,
      what: 'memory, 1,000,000 rows, products scattered',
      ...{ budget: 512, aim: 400, measure: peak(1_000_000, true) },
    },
  ];
}
