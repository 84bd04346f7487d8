import type { ChalkInstance } from 'chalk';

/** The few looks that blink uses; without colour every one leaves the text as it is. */
export interface Style {
  strong(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  caution(text: string): string;
}

const same = (text: string) => text;

export const plainStyle: Style = { strong: same, dim: same, good: same, bad: same, caution: same };

/** Looks for a terminal. chalk is loaded only where colours are shown. */
export async function loadStyle(colour: boolean): Promise<Style> {
  if (!colour) return plainStyle;
  const { Chalk } = await import('chalk');
  const chalk: ChalkInstance = new Chalk({ level: 1 });
  // One text each: chalk joins whatever else it is given, such as the position that `map` hands over.
  return {
    strong: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    caution: (text) => chalk.yellow(text),
  };
}

/** Whether to colour a stream: `--no-color` and NO_COLOR say no, FORCE_COLOR yes, else a terminal decides. */
export function wantsColour(
  stream: { isTTY?: boolean },
  env: NodeJS.ProcessEnv,
  flag: boolean | undefined,
): boolean {
  if (flag === false || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
