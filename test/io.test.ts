import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Sink, unwaited, write } from '../src/io.ts';

/** A pipe that takes some 64 kB and then stands still until it is read, as a terminal after Ctrl-S. */
function standingStill() {
  const folder = mkdtempSync(join(tmpdir(), 'blink-test-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, 'r+');
  onTestFinished(async () => {
    closeSync(fd);
    await rm(folder, { recursive: true });
  });
  return fd;
}

it.skipIf(process.platform === 'win32')('a terminal that stands still holds up nothing else', async () => {
  const fd = standingStill();
  const terminal: Sink = { isTTY: true, fd, write: () => true };
  const sink = unwaited(terminal, process.platform);
  const lines = Array.from({ length: 300 }, (_, i) => `${String(i).padStart(999)}\n`);
  let done = 0;
  const writes = lines.map((line) =>
    write(sink, line).then(() => {
      done += 1;
    }),
  );
  // Files are read and written by the same few threads.
  for (let i = 0; i < 20; i += 1) await readFile('package.json');
  expect(done).toBeLessThan(300);

  const chunk = Buffer.alloc(8192);
  let text = '';
  while (text.length < 300_000) {
    text += chunk.toString('utf8', 0, readSync(fd, chunk));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(writes);
  expect(text).toBe(lines.join(''));
});

it('a pipe is written to as ever', () => {
  const pipe: Sink = { write: () => true };
  expect(unwaited(pipe, 'linux')).toBe(pipe);
});
