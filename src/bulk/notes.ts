import { CliError } from '../errors.ts';
import type { NoteEnd, RunNotes } from '../ledger/run-notes.ts';

const nothing: NoteEnd = async () => {};

/** The notes of a run that keeps none. */
export const noNotes: RunNotes = {
  earlier: new Set(),
  resumes: undefined,
  standing: () => undefined,
  sending: async () => nothing,
  looked: async () => {},
  over: async () => {},
};

/**
 * Notes for calls that may be made twice: where they can't be written, the run goes on without them.
 * @param warn is told so, once
 */
export function forgiving(notes: RunNotes, warn: (error: CliError) => void): RunNotes {
  let lost = false;
  const unlessLost = async <T>(work: () => Promise<T>, instead: T): Promise<T> => {
    if (lost) return instead;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      if (!lost) warn(error);
      lost = true;
      return instead;
    }
  };
  return {
    ...notes,
    async sending(positions) {
      const end = await unlessLost(() => notes.sending(positions), nothing);
      return (is, parts) => unlessLost(async () => end?.(is, parts), undefined);
    },
    looked: (position, as) => unlessLost(() => notes.looked(position, as), undefined),
    over: () => unlessLost(() => notes.over(), undefined),
  };
}
