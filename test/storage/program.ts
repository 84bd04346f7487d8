import { readFileSync } from 'node:fs';
import { CliError } from '../../src/errors.ts';
import { openLines } from '../../src/storage/append.ts';
import { withBriefLock } from '../../src/storage/brief-lock.ts';
import { readPrivate, writeDurably } from '../../src/storage/files.ts';
import { tryLock, withLock } from '../../src/storage/lock.ts';

/** What the tests let processes of their own do: `program JOB PATH [ARGUMENT]`. */
const jobs: Record<string, (path: string, argument: string) => Promise<void>> = {
  async write(path, argument) {
    await writeDurably(path, argument.repeat(20_000));
  },

  /** Writes on and on, texts of one letter each. */
  async rewrite(path) {
    for (let round = 0; ; round++) {
      await writeDurably(path, String.fromCharCode(97 + (round % 26)).repeat(200_000));
      if (round === 0) process.stdout.write('started\n');
    }
  },

  /** Adds lines one after the other, and prints each that is on the disk. */
  async append(path, prefix) {
    const file = await openLines(path);
    for (const number of [1, 2, 3]) {
      const line = `${prefix}${number}`.repeat(1000);
      await file.append(Buffer.from(`${line}\n`)).then(
        () => process.stdout.write(`${prefix}${number}\n`),
        (error: unknown) => process.stderr.write(String(error)),
      );
    }
    await file.close();
  },

  async read(path) {
    process.stdout.write(readPrivate(path) ?? 'missing');
  },

  /** Reads a number and writes the next one, which goes wrong when two do it at the same time; some times. */
  async count(path, times) {
    for (let i = 0; i < Number(times); i += 1) {
      const next = async () => writeDurably(path, String(Number(readPrivate(path) ?? 0) + 1));
      await withLock(path, next, { wait: 60_000 });
    }
  },

  /** Does nothing under the brief lock. */
  async brief(path) {
    process.stdout.write(await withBriefLock(path, () => 'done'));
  },

  /** Takes the lock and keeps it for ever. */
  async hold(path) {
    const release = await tryLock(path, (reason) => process.stdout.write(reason.message));
    process.stdout.write(release ? 'held\n' : 'busy\n');
    if (release) setInterval(() => undefined, 1000);
  },

  /** Takes the lock if it is free, keeps it until the file named by the argument is there. */
  async contend(path, go) {
    process.stdout.write('ready\n');
    while (!isThere(go));
    const release = await tryLock(path);
    process.stdout.write(release ? 'got it\n' : 'busy\n');
    if (release) setInterval(() => undefined, 1000);
  },

  /** Ends while it has the lock, without giving it back. */
  async quit(path) {
    await tryLock(path);
    process.exit(0);
  },
};

function isThere(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

async function main([job = '', path = '', argument = '']: string[]): Promise<void> {
  try {
    await jobs[job]?.(path, argument);
  } catch (error) {
    const known = error instanceof CliError;
    process.stderr.write(known ? `${error.code}: ${error.message}` : String(error));
    process.exitCode = known ? error.exitCode : 99;
  }
}

void main(process.argv.slice(2));
