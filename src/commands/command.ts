import type { Command } from '@commander-js/extra-typings';
import type { Context } from '../context.ts';

/** What is to be done once a command line is understood. */
export type Action = (context: Context) => Promise<void>;

/** Declares a command's arguments and flags on `command`, and calls `chosen` when the command line names it. */
export type Attach = (command: Command, chosen: (action: Action) => void) => void;

/**
 * A command: its arguments and flags, and what it does with them, in the types they were declared with.
 * @param examples command lines that work when pasted, shown in its help
 */
export function define<Args extends unknown[], Flags extends Record<string, unknown>>(
  declare: (command: Command) => Command<Args, Flags>,
  examples: readonly string[],
  run: (context: Context, args: Args, flags: Flags) => Promise<void>,
): Attach {
  return (command, chosen) => {
    const declared = declare(command);
    declared.addHelpText('after', `\nExamples:\n${examples.map((line) => `  $ ${line}`).join('\n')}\n`);
    declared.action(() => {
      chosen((context) => run(context, declared.processedArgs, declared.opts()));
    });
  };
}
