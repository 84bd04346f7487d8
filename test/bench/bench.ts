import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { growth } from './growth.ts';
import { parts } from './line.ts';
import { historyLines } from './lines/history.ts';
import { networkLines } from './lines/network.ts';
import { readingLines } from './lines/reading.ts';
import { receiverLines } from './lines/receiver.ts';
import { startLines } from './lines/start.ts';
import { type Measured, tableOf } from './table.ts';

// `npm run bench` prints the table of today. `npm run bench -- start history` measures these parts alone, and `--write`
// puts table and pictures into docs/performance.md.

const page = 'docs/performance.md';
const words = process.argv.slice(2);
const write = words.includes('--write');
const named = words.filter((word) => word !== '--write');
const wrong = named.find((word) => !parts.some((part) => part === word));
if (wrong !== undefined || (write && named.length > 0)) {
  process.stderr.write(`Usage: npm run bench -- [${parts.join('] [')}] | --write\n`);
  process.exit(2);
}

// Certificates of one's own cost every Node 37 ms at its start.
delete process.env.NODE_EXTRA_CA_CERTS;
const scratch = mkdtempSync(join(tmpdir(), 'blink-bench-'));
try {
  await bench();
} finally {
  rmSync(scratch, { recursive: true });
}

async function bench(): Promise<void> {
  const lines = [startLines, readingLines, networkLines, receiverLines, historyLines].flatMap((of) =>
    of(scratch),
  );
  const measured: Measured[] = [];
  for (const line of lines) {
    if (named.length > 0 && !named.includes(line.part)) continue;
    process.stderr.write(`${line.what} …\n`);
    measured.push({ line, found: await line.measure() });
  }
  const table = tableOf(measured);
  process.stdout.write(table);
  if (write) await writePage(table);
}

async function writePage(table: string): Promise<void> {
  const made = `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}, on ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'a processor'}.`;
  const text = readFileSync(page, 'utf8');
  const between = /(?<=<!-- table -->\n)[\s\S]*(?=<!-- end of table -->)/;
  writeFileSync(
    page,
    text.replace(between, () => `\n${made}\n\n${table}\n`),
  );
  mkdirSync('docs/performance', { recursive: true });
  for await (const { name, svg } of growth(scratch)) {
    process.stderr.write(`docs/performance/${name}.svg\n`);
    writeFileSync(`docs/performance/${name}.svg`, svg);
  }
}
