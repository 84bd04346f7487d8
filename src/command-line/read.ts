import { isGlobal, takesValue } from '../flags.ts';

/** A command line as far as it can be read before its command is known. */
export interface CommandLine {
  /** All that are neither flags nor values of global flags: first the names of commands, then what those are given. */
  words: string[];
  /** How many of the words come before any flag of a command: the word after one may be its value. */
  certain: number;
  /** Whether it has flags that are not global. */
  hasOwnFlags: boolean;
  asksForHelp: boolean;
}

/** Reads a command line up to `--`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const line: CommandLine = { words: [], certain: 0, hasOwnFlags: false, asksForHelp: false };
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--') break;
    if (word === '--help' || word === '-h') line.asksForHelp = true;
    else if (!word.startsWith('-') || word === '-') line.words.push(word);
    else if (!isGlobal(word)) line.hasOwnFlags = true;
    else if (takesValue(word)) i += 1;
    if (!line.hasOwnFlags) line.certain = line.words.length;
  }
  return line;
}
