import { type Sink, write } from '../io.ts';
import { cleanText } from './clean.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import { loadStyle, type Style, wantsColour } from './style.ts';

export type Format = 'table' | 'json' | 'ndjson' | 'csv';

/** One column of a listing. */
export interface RecordColumn<T> {
  /** Blink's own name; the key in JSON and the header in CSV. */
  key: string;
  /** The header in a table. */
  header: string;
  value(record: T): string | number | boolean | null | undefined;
  /** How a table shows it, where that is not the value itself. */
  show?(record: T): string;
  right?: boolean;
}

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

  /** Writes to stdout. @throws CliError when it cannot be written: a full disk, a closed pipe. */
  async data(text: string): Promise<void> {
    await write(this.#stdout, text);
  }

  /** One JSON document, indented for a person, on one line in a pipe. */
  async json(value: unknown): Promise<void> {
    await this.data(`${JSON.stringify(value, null, this.#stdout.isTTY ? 2 : undefined)}\n`);
  }

  /** A listing in the chosen format: complete in all but the table, which is cut to the width of the terminal. */
  async records<T>(records: readonly T[], columns: readonly RecordColumn<T>[]): Promise<void> {
    const objects = () => records.map((record) => toObject(record, columns));
    if (this.format === 'json') return this.json(objects());
    if (this.format === 'ndjson') {
      return this.data(
        objects()
          .map((object) => `${JSON.stringify(object)}\n`)
          .join(''),
      );
    }
    if (this.format === 'csv') {
      const header = csvLine(columns.map(({ key }) => key));
      const rows = records.map((record) => csvLine(columns.map((column) => plain(column.value(record)))));
      return this.data(`${byteOrderMark}${header}${rows.join('')}`);
    }
    await this.data(await this.table(records, columns));
  }

  /** A table as text, for stdout or, with `stream` 'stderr', for a note. */
  async table<T>(
    records: readonly T[],
    columns: readonly RecordColumn<T>[],
    stream: 'stdout' | 'stderr' = 'stdout',
  ): Promise<string> {
    const { drawTable } = await import('./table.ts');
    const rows = records.map((record) =>
      columns.map((column) => cleanText(column.show?.(record) ?? plain(column.value(record)))),
    );
    const right = new Set(columns.flatMap((column, i) => (column.right ? [i] : [])));
    const header = columns.map((column) => column.header);
    return drawTable({ header, rows, right }, this.width(stream), await this.style(stream));
  }

  /** The outcome of a command in words, on stdout; nothing with `--quiet`. */
  async report(text: string): Promise<void> {
    if (!this.#quiet) await this.data(`${text}\n`);
  }

  /** Something worth knowing, on stderr; nothing with `--quiet`. */
  note(text: string): void {
    if (!this.#quiet) this.#stderr.write(`${text}\n`, ignore);
  }

  /** Something to look into, on stderr. */
  warn(text: string): void {
    this.#stderr.write(`${text}\n`, ignore);
  }

  style(stream: 'stdout' | 'stderr'): Promise<Style> {
    return loadStyle(wantsColour(stream === 'stdout' ? this.#stdout : this.#stderr, this.#env, this.#colour));
  }

  /** How many characters a line may have; a pipe has no end. */
  width(stream: 'stdout' | 'stderr'): number {
    const sink = stream === 'stdout' ? this.#stdout : this.#stderr;
    return sink.isTTY ? (sink.columns ?? 80) : Number.POSITIVE_INFINITY;
  }

  /** Shows that something is under way, where a person watches. */
  async progress(text: string): Promise<Progress> {
    if (this.#quiet || !this.#stderr.isTTY || this.#env.TERM === 'dumb')
      return { update: ignore, stop: ignore };
    const { default: spinner } = await import('yocto-spinner');
    const shown = spinner({ text }).start();
    return {
      update: (next) => {
        shown.text = next;
      },
      stop: () => {
        shown.stop();
      },
    };
  }
}

function ignore(): void {}

function toObject<T>(record: T, columns: readonly RecordColumn<T>[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(record) ?? null]));
}

function plain(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
