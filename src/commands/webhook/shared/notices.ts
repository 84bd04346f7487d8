import { type Sink, write } from '../../../io.ts';

/** Lines for the person at a listener, which never keep it waiting. */
export interface Notices {
  /** Says what is worth knowing; nothing with `--quiet`. */
  say(text: string): void;
  /** Says what has to be looked into. */
  warn(text: string): void;
}

/** So many lines wait for a terminal that stands still; what else there would be to say is left unsaid. */
const mostUnsaid = 1000;

export function createNotices(sink: Sink, quiet: boolean): Notices {
  let unsaid = 0;
  const said = () => {
    unsaid -= 1;
  };
  const warn = (text: string) => {
    if (unsaid >= mostUnsaid) return;
    unsaid += 1;
    write(sink, `${text}\n`).then(said, said);
  };
  return { warn, say: quiet ? () => {} : warn };
}
