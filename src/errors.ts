/**
 * Every way a command can end other than well, and the exit code scripts see for it.
 * The words are stable: they are the `code` of an error in `--json` mode.
 */
export const exitCodes = {
  failed: 1,
  refused: 1,
  ledger_unusable: 1,
  usage: 2,
  invalid_input: 2,
  partly_done: 3,
  not_logged_in: 4,
  unreachable: 5,
  throttled: 5,
  unknown_outcome: 6,
  safety_limit: 7,
  locked: 75,
  declined: 130,
  interrupted: 130,
  terminated: 143,
} as const;

export type ErrorCode = keyof typeof exitCodes;

/** One place in a file that is wrong, as scripts see it under `error.details`. */
export interface Detail {
  file?: string | undefined;
  /** The sheet, where the file is a workbook of several. */
  sheet?: string | undefined;
  /** The row as a spreadsheet numbers it, the header included. */
  row?: number | undefined;
  /** The physical line of the file, which differs from the row when cells hold line breaks. */
  line?: number | undefined;
  /** The column's letter in a spreadsheet. */
  column?: string | undefined;
  field?: string | undefined;
  value?: unknown;
  expected?: string | undefined;
  message?: string | undefined;
  hint?: string | undefined;
}

export interface ErrorParts {
  /** What to do next, one sentence or two. */
  hint?: string | undefined;
  details?: readonly Detail[] | undefined;
  cause?: unknown;
}

/** An error that is meant to be read by the person who ran the command. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: readonly Detail[] | undefined;

  constructor(code: ErrorCode, message: string, { hint, details, cause }: ErrorParts = {}) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.details = details;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
