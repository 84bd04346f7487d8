/** The flags that every command takes, as commander declares them, and what help says of each. */
export const globalFlags = [
  ['--env <name>', 'production, sandbox or local (the simulator, no account needed)'],
  ['--profile <name>', 'the brand or account to use'],
  ['-o, --output <format>', 'table, json, ndjson or csv'],
  ['--json', 'short for --output json'],
  ['--out <file>', 'write the result to a file, in the format of its ending unless --output says another'],
  ['--yes', 'do not ask, go ahead'],
  ['--no-input', 'ask nothing: what is missing ends the run with exit 2'],
  ['--quiet', 'print nothing but results asked for and errors'],
  ['--verbose', 'show every HTTP call on stderr, without secrets'],
  ['--no-color', 'no colours'],
  ['--timeout <seconds>', 'how long one attempt of a call may take'],
  ['--retries <count>', 'how often a failed call is repeated'],
  ['--max-time <seconds>', 'how long the whole run may take; exit 5 when it is over'],
] as const;

/** Their values as typed. */
export interface GlobalFlags {
  env?: string | undefined;
  profile?: string | undefined;
  output?: string | undefined;
  json?: boolean | undefined;
  out?: string | undefined;
  yes?: boolean | undefined;
  input?: boolean | undefined;
  quiet?: boolean | undefined;
  verbose?: boolean | undefined;
  color?: boolean | undefined;
  timeout?: string | undefined;
  retries?: string | undefined;
  maxTime?: string | undefined;
}

const names = new Map(
  globalFlags.flatMap(([flag]) => {
    const value = flag.includes('<');
    return flag
      .split(/,? /)
      .filter((part) => part.startsWith('-'))
      .map((name) => [name, value] as const);
  }),
);

/** Whether a word of a command line is a global flag, with its value or without. */
export function isGlobal(word: string): boolean {
  return names.has(word.startsWith('--') ? word.replace(/=.*/s, '') : word.slice(0, 2));
}

/** Whether it is one that the next word belongs to. */
export function takesValue(word: string): boolean {
  return names.get(word) === true;
}
