import { Writable } from 'node:stream';
import { CliError, messageOf } from '../errors.ts';
import type { GrowingFile } from '../storage/growing-file.ts';
import type { Format } from './listing.ts';

/** The file of `--out`, in place of standard output. */
export interface OutFile {
  path: string;
  stream: Writable;
  /** Begins it, before anything else is done. @throws CliError where it cannot be written */
  begin(): Promise<void>;
  /** @returns its size in bytes @throws CliError */
  keep(): Promise<number>;
  discard(): Promise<void>;
}

export function outFile(path: string): OutFile {
  let file: GrowingFile | undefined;
  const fault = (cause: unknown) => {
    return new CliError('failed', `Cannot write ${path}: ${messageOf(cause)}.`, { cause });
  };
  const stream = new Writable({
    decodeStrings: true,
    write(piece: Buffer, _, done) {
      // What comes after the end of a run that was interrupted has nowhere to go.
      if (file === undefined) done();
      else file.write(piece).then(() => done(), done);
    },
  });
  // Each write reports its own failure.
  stream.on('error', () => {});
  return {
    path,
    stream,
    async begin() {
      const [{ growFile }, { requireFolderOf }] = await Promise.all([
        import('../storage/growing-file.ts'),
        import('../storage/folders.ts'),
      ]);
      await requireFolderOf(path);
      file = await growFile(path).catch((cause) => Promise.reject(fault(cause)));
    },
    async keep() {
      const whole = file;
      file = undefined;
      return (await whole?.keep().catch((cause) => Promise.reject(fault(cause)))) ?? 0;
    },
    async discard() {
      const broken = file;
      file = undefined;
      await broken?.discard().catch(() => {});
    },
  };
}

const formats: readonly [ending: RegExp, format: Format][] = [
  [/\.json$/i, 'json'],
  [/\.(ndjson|jsonl)$/i, 'ndjson'],
  [/\.csv$/i, 'csv'],
];

/** The format that the name of a file asks for. */
export function formatByEnding(path: string): Format | undefined {
  return formats.find(([ending]) => ending.test(path))?.[1];
}

export function isWorkbookName(path: string): boolean {
  return /\.xlsx$/i.test(path);
}
