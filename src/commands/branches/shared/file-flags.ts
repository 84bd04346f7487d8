import { type Command, Option } from '@commander-js/extra-typings';

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const;

/** Adds the flags that say how a file of branch codes is to be read. */
export function fileFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
) {
  return command
    .addOption(
      new Option('--encoding <name>', 'how the file is encoded, where it is not UTF-8').choices(encodings),
    )
    .option('--trust-ids', 'long ids that end in zeros are right');
}
