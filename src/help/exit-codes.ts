/** What an exit code says: in a few words, and what a script makes of it. */
interface ExitCode {
  means: string;
  next: string;
}

/** Every exit code there is. */
export const exitCodes: Record<number, ExitCode> = {
  0: { means: 'done', next: 'nothing, also where there was nothing to do' },
  1: { means: 'refused or failed', next: 'call a person' },
  2: { means: 'wrong usage or wrong input', next: 'mend the command line or the file: nothing was sent' },
  3: { means: 'partly done', next: 'read the report, mend the reject file and run that' },
  4: { means: 'not logged in', next: 'log in again, or give credentials that are accepted' },
  5: { means: 'unreachable or throttled', next: 'run the same command again later' },
  6: { means: 'outcome unknown', next: 'look before you repeat: it was sent' },
  7: { means: 'stopped by a safety limit', next: 'look at what it names: nothing was sent' },
  75: { means: 'locked by another run', next: 'run it again later: the same job is under way' },
  130: {
    means: 'interrupted',
    next: 'run it again: it goes on where it stopped. A "no" to a question ends so too',
  },
  143: { means: 'terminated', next: 'run it again: it goes on where it stopped. A server ends with 0' },
};

/** What the codes mean that a command may end with: `0 done, 2 wrong usage or wrong input`. */
export function endsInWords(codes: readonly number[]): string {
  return codes.map((code) => `${code} ${exitCodes[code]?.means}`).join(', ');
}
