import { CliError } from '../errors.ts';
import { type Sink, write } from '../io.ts';
import { cleanLines, safeJson } from './clean.ts';
import {
  csvListing,
  type Format,
  jsonListing,
  type Listing,
  ndjsonListing,
  type RecordColumn,
  tableListing,
} from './listing.ts';
import { isWorkbookName, type OutFile } from './out-file.ts';
import { loadStyle, type Style, wantsColour } from './style.ts';

export type { Format, RecordColumn } from './listing.ts';

/** A line that shows how far something is, on a terminal only. */
export interface Progress {
  update(text: string): void;
  stop(): void;
}

export interface OutputOptions {
  stdout: Sink;
  stderr: Sink;
  /** Where results go in place of standard output. */
  out?: OutFile | undefined;
  env: NodeJS.ProcessEnv;
  format: Format;
  quiet: boolean;
  colour: boolean | undefined;
}

/**
 * Everything a command prints. Results go to stdout or to the file of `--out`, in the chosen format, everything else to stderr.
 * A terminal changes how things look, never what they say.
 */
export class Output {
  readonly format: Format;
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #out: OutFile | undefined;
  /** How many results are begun and not whole yet. */
  #unfinished = 0;
  #hasWritten = false;
  readonly #env: NodeJS.ProcessEnv;
  readonly #quiet: boolean;
  readonly #colour: boolean | undefined;

  constructor({ stdout, stderr, out, env, format, quiet, colour }: OutputOptions) {
    this.format = format;
    this.#stdout = out?.stream ?? stdout;
    this.#out = out;
    this.#stderr = stderr;
    this.#env = env;
    this.#quiet = quiet;
    this.#colour = colour;
  }

  /** True where a person reads: the format is the one for people. */
  get forPeople(): boolean {
    return this.format === 'table';
  }

  /** True where only results that were asked for are printed. */
  get quiet(): boolean {
    return this.#quiet;
  }

  /** The file that results go to, as it was named. */
  get file(): string | undefined {
    return this.#out?.path;
  }

  /** @throws CliError `usage` where results go to a workbook: only menus are written as one */
  refuseWorkbook(): void {
    if (this.#out === undefined || !isWorkbookName(this.#out.path)) return;
    throw new CliError('usage', 'Only menus are written as workbooks.', {
      hint: 'Name a file that ends in .csv: Excel opens it.',
    });
  }

  /** Begins the file of results before anything else is done. @throws CliError where it cannot be written */
  async begin(): Promise<void> {
    await this.#out?.begin();
  }

  /**
   * Puts the file of results in its place and says so. After a failure too, for it may hold what became of each record,
   * but not where a result broke off.
   * @throws CliError where that fails
   */
  async end(failed: boolean): Promise<void> {
    if (failed && (this.#unfinished > 0 || !this.#hasWritten)) return this.#out?.discard();
    const size = await this.#out?.keep();
    if (size !== undefined) this.note(`Wrote ${this.#out?.path} (${size.toLocaleString('en')} bytes).`);
  }

  /** Writes a result in several pieces. When it fails between them, no file is left that looks like all of it. */
  async whole(pieces: () => Promise<void>): Promise<void> {
    this.#unfinished += 1;
    await pieces();
    this.#unfinished -= 1;
  }

  /** Writes a file that is no text. @throws CliError `usage` on a terminal */
  async bytes(content: Uint8Array): Promise<void> {
    if (this.#stdout.isTTY) {
      throw new CliError('usage', 'A workbook is nothing for a terminal.', {
        hint: 'Name a file: --out menu.xlsx',
      });
    }
    this.#hasWritten = true;
    await write(this.#stdout, content);
  }

  /** Writes to stdout, to a file as it is. @throws CliError when it cannot be written: a full disk, a closed pipe. */
  async data(text: string): Promise<void> {
    // Colours in formats for programs can only be somebody else's.
    const shown = this.#stdout.isTTY ? cleanLines(text, this.forPeople && this.#coloured('stdout')) : text;
    if (text === '') return;
    this.#hasWritten = true;
    await write(this.#stdout, shown);
  }

  /** One JSON document, indented for a person, on one line in a pipe. */
  async json(value: unknown): Promise<void> {
    await this.data(`${safeJson(value, this.#stdout.isTTY ? 2 : undefined)}\n`);
  }

  /** A listing in the chosen format: complete in all but the table, which is cut to the width of the terminal. */
  async records<T>(records: readonly T[], columns: readonly RecordColumn<T>[]): Promise<void> {
    const listing = await this.#listing(columns, false);
    await this.data((await listing.next(records)) + (await listing.end()));
  }

  /**
   * A listing that comes a page at a time, each written before the next is asked for: whoever reads slowly slows the
   * source. When the source fails, what came before is out, and a JSON document stays open.
   */
  async stream<T>(pages: AsyncIterable<readonly T[]>, columns: readonly RecordColumn<T>[]): Promise<void> {
    const listing = await this.#listing(columns, true);
    await this.whole(async () => {
      for await (const page of pages) await this.data(await listing.next(page));
      await this.data(await listing.end());
    });
  }

  /** A table as text, for stdout or, with `stream` 'stderr', for a note. */
  async table<T>(
    records: readonly T[],
    columns: readonly RecordColumn<T>[],
    stream: 'stdout' | 'stderr' = 'stdout',
  ): Promise<string> {
    return (await this.#table(columns, stream, false)).next(records);
  }

  async #listing<T>(columns: readonly RecordColumn<T>[], roomy: boolean): Promise<Listing<T>> {
    switch (this.format) {
      case 'json':
        return jsonListing(columns, this.#stdout.isTTY ? 2 : undefined);
      case 'ndjson':
        return ndjsonListing(columns);
      case 'csv':
        return csvListing(columns);
      case 'table':
        return this.#table(columns, 'stdout', roomy);
    }
  }

  async #table<T>(
    columns: readonly RecordColumn<T>[],
    stream: 'stdout' | 'stderr',
    roomy: boolean,
  ): Promise<Listing<T>> {
    return tableListing(columns, { width: this.width(stream), style: await this.style(stream), roomy });
  }

  /** The outcome of a command in words, on stdout; nothing with `--quiet`. */
  async report(text: string): Promise<void> {
    if (!this.#quiet) await this.data(`${this.#clean(text, 'stdout')}\n`);
  }

  /** Something worth knowing, on stderr; nothing with `--quiet`. */
  note(text: string): void {
    if (!this.#quiet) this.warn(text);
  }

  /** Something to look into, on stderr. */
  warn(text: string): void {
    this.#stderr.write(`${this.#clean(text, 'stderr')}\n`, ignore);
  }

  style(stream: 'stdout' | 'stderr'): Promise<Style> {
    return loadStyle(this.#coloured(stream));
  }

  #coloured(stream: 'stdout' | 'stderr'): boolean {
    return wantsColour(stream === 'stdout' ? this.#stdout : this.#stderr, this.#env, this.#colour);
  }

  #clean(text: string, stream: 'stdout' | 'stderr'): string {
    return cleanLines(text, this.#coloured(stream));
  }

  /** How many characters a line may have; a pipe has no end. */
  width(stream: 'stdout' | 'stderr'): number {
    const sink = stream === 'stdout' ? this.#stdout : this.#stderr;
    // A terminal that does not know its width, as under `script`, says 0.
    return sink.isTTY ? sink.columns || 80 : Number.POSITIVE_INFINITY;
  }

  /** Shows that something is under way, where a person watches. */
  async progress(text: string): Promise<Progress> {
    if (this.#quiet || !this.#stderr.isTTY || this.#env.TERM === 'dumb')
      return { update: ignore, stop: ignore };
    const { default: spinner } = await import('yocto-spinner');
    // Left to itself it would end the process at a Ctrl-C, with requests under way.
    const shown = spinner({ text, handleSignals: false }).start();
    return {
      update: (next) => {
        shown.text = cleanLines(next);
      },
      stop: () => {
        shown.stop();
      },
    };
  }
}

function ignore(): void {}
