import { globalFlags } from '../../flags.ts';
import type { Topic } from './topic.ts';

export const flags: Topic = {
  summary: 'The flags that every command takes',
  about: ['Every command takes these flags. They may stand before its name or behind it.'],
  examples: [
    'blink branches --env local --json',
    'blink customers list --all --env local --out customers.csv',
  ],
  tables: [
    {
      heading: 'Flags',
      rows: [
        ...globalFlags,
        ['-h, --help', 'show the help of a command'],
        ['-V, --version', 'print the version'],
      ],
    },
  ],
  notes: [
    'A flag wins over a variable, and a variable over a stored setting. More: blink help environment',
    'A word behind -- is never a flag.',
  ],
};
