import { exitCodes } from '../exit-codes.ts';
import type { Topic } from './topic.ts';

export const exitCodesTopic: Topic = {
  summary: 'What the exit code of a run says',
  about: ['The exit code tells a script how a run ended, and what to do next.'],
  tables: [
    {
      heading: 'Exit codes',
      rows: Object.entries(exitCodes).map(([code, { means, next }]) => [code, `${means}: ${next}`]),
    },
  ],
  notes: ['With --json the same code is "exitCode" in the error on stderr. More: blink help formats'],
};
