import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Prints at the end how often each attack was tried, and what came of it. */
export default class AttacksTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) => [...module.children.allTests()].flatMap(rowOf));
    if (rows.length > 0) process.stdout.write(`\n${tableOf([header, ...rows])}\n`);
  }
}

const header = ['attack', 'tries', 'sent twice', 'lost', 'silent'];

function rowOf(test: TestCase): string[][] {
  const { attack } = test.meta();
  if (attack === undefined) {
    const { state } = test.result();
    return state === 'skipped' ? [[test.fullName, 'not tried here', '', '', '']] : [];
  }
  const { tries, twice, lost, silent } = attack;
  return [[test.fullName, ...[tries, twice.length, lost.length, silent.length].map(String)]];
}

function tableOf(rows: readonly string[][]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ');
  return rows.map(line).join('\n');
}
