import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../blink/contract/check.ts';
import { CliError } from '../../errors.ts';
import { readPrivate, writeDurably } from '../../storage/files.ts';
import type { withLock } from '../../storage/lock.ts';
import type { Kind } from './kept.ts';

/** What a request makes of the state: its answer, and the new state unless everything stays as it is. */
export interface Change<T, A> {
  answer: A;
  next?: T;
}

/** One kind of state, kept in one file that other processes may write too. */
export interface Store<T> {
  /** The state as the file has it now. Treat it as frozen: it is shared by all requests. */
  read(): T;
  /** Hands the newest state to `work` under a lock, and keeps what it returns before resolving. */
  change<A>(work: (current: T) => Change<T, A>): Promise<A>;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

/** Changes that wait for the lock together: one write keeps them all. */
interface Batch<T> {
  works: ((current: T) => T)[];
  written: Promise<void>;
}

/**
 * Opens one kind of state. Nothing is read until a request asks, and a file that nobody touched is not
 * read again.
 * @throws CliError from `read` and `change` when the file holds something else than the simulator wrote.
 */
export function openStore<T>(folder: string, kind: Kind<T>, lock: typeof withLock): Store<T> {
  const path = join(folder, kind.file);
  let cached: { stamp: string; value: T } | undefined;
  let waiting: Batch<T> | undefined;
  let last: Promise<void> = Promise.resolve();

  const read = (): T => {
    // The stamp comes first: a file replaced in between is then read once too often, never once too seldom.
    const stamp = stampOf(path);
    if (cached?.stamp === stamp) return cached.value;
    const value = load(path, kind);
    cached = { stamp, value };
    return value;
  };

  const keep = async (works: Batch<T>['works'], lost: AbortSignal): Promise<void> => {
    const current = read();
    const next = works.reduce((value, work) => work(value), current);
    if (next === current) return;
    const content = `${JSON.stringify(next)}\n`;
    lost.throwIfAborted();
    await writeDurably(path, content);
    cached = { stamp: stampOf(path), value: next };
  };

  const begin = (): Batch<T> => {
    const works: Batch<T>['works'] = [];
    const seal = () => {
      if (waiting?.works === works) waiting = undefined;
    };
    // The batches of one process stand in line here, so that only processes compete for the lock.
    const locked = last.then(() =>
      lock(path, (lost) => {
        seal();
        return keep(works, lost);
      }),
    );
    const written = locked.finally(seal);
    last = written.catch(() => undefined);
    waiting = { works, written };
    return waiting;
  };

  return {
    read,
    change(work) {
      const { works, written } = waiting ?? begin();
      return new Promise((resolve, reject) => {
        works.push((current) => {
          const { answer, next = current } = work(current);
          written.then(() => resolve(answer), reject);
          return next;
        });
        written.catch(reject);
      });
    },
    settled: () => last,
  };
}

/** Every write puts a new file in the old one's place, so a file with the same stamp is the same file. */
function stampOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.ino} ${found.mtimeNs} ${found.size}`;
}

function load<T>(path: string, kind: Kind<T>): T {
  const content = readPrivate(path);
  if (content === undefined) return kind.empty;
  const result = parse(kind.schema, fromJson(path, content));
  if ('value' in result) return result.value;
  const [issue] = result.issues;
  throw corrupt(path, `${issue?.path.join('.')} should be ${issue?.expected}`);
}

function fromJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw corrupt(path, error instanceof Error ? error.message : 'not JSON');
  }
}

function corrupt(path: string, reason: string): CliError {
  return new CliError('failed', `The simulator's state file ${path} is damaged: ${reason}.`, {
    hint: 'Run `blink simulator reset` to begin with a fresh one.',
  });
}
