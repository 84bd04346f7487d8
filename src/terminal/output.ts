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
  env: NodeJS.ProcessEnv;
  format: Format;
  quiet: boolean;
  colour: boolean | undefined;
}

/**
 * Everything a command prints. Results go to stdout in the chosen format, everything else to stderr.
 * A terminal changes how things look, never what they say.
 */
export class Output {
  readonly format: Format;
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #env: NodeJS.ProcessEnv;
  readonly #quiet: boolean;
  readonly #colour: boolean | undefined;

  constructor({ stdout, stderr, env, format, quiet, colour }: OutputOptions) {
    this.format = format;
    this.#stdout = stdout;
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

  /** Writes to stdout, to a file as it is. @throws CliError when it cannot be written: a full disk, a closed pipe. */
  async data(text: string): Promise<void> {
    // Colours in formats for programs can only be somebody else's.
    const shown = this.#stdout.isTTY ? cleanLines(text, this.forPeople && this.#coloured('stdout')) : text;
    if (text !== '') await write(this.#stdout, shown);
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
    for await (const page of pages) await this.data(await listing.next(page));
    await this.data(await listing.end());
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
