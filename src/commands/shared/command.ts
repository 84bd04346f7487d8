import type { Command } from '@commander-js/extra-typings';
import { CliError } from '../../errors.ts';
import type { Context } from '../../session/context.ts';

/** What is to be done once a command line is understood. */
export interface Action {
  (context: Context): Promise<void>;
  /** How long it may take to end after an interruption, in milliseconds; what is usual unless given. */
  farewell?: number;
  /** True where it has a flag `--out` of its own and writes that file itself. */
  hasOwnOut?: boolean;
  /** True where it runs whatever the variables and the stored settings hold: what makes no sense counts as unset. */
  inAnyCase?: true;
  /** True where what it writes may be a workbook. */
  writesWorkbooks?: true;
}

/** A command as its file declares it. */
export interface Declared {
  /** Command lines that work when pasted, shown in its help. */
  examples: readonly string[];
  /** Declares its arguments and flags on `command`, and calls `chosen` when the command line names it. */
  attach(command: Command, chosen: (action: Action) => void): void;
}

/** A command: its arguments and flags, and what it does with them, in the types they were declared with. */
export function define<Args extends unknown[], Flags extends Record<string, unknown>>(
  declare: (command: Command) => Command<Args, Flags>,
  examples: readonly string[],
  run: (context: Context, args: Args, flags: Flags) => Promise<void>,
): Declared {
  return {
    examples,
    attach(command, chosen) {
      const declared = declare(command);
      const hasOwnOut = declared.options.some(({ long }) => long === '--out');
      declared.action(() => {
        // The flag that all commands take has it: given back to the command that makes the file itself.
        const globals: Record<string, unknown> = hasOwnOut ? command.optsWithGlobals() : {};
        if (hasOwnOut) command.setOptionValue('out', globals.out);
        const action = (context: Context) => run(context, declared.processedArgs, declared.opts());
        chosen(hasOwnOut ? Object.assign(action, { hasOwnOut }) : action);
      });
    },
  };
}

/** The same command, of whose action more is known. */
function withAction({ examples, attach }: Declared, facts: Partial<Action>): Declared {
  return {
    examples,
    attach: (command, chosen) => attach(command, (action) => chosen(Object.assign(action, facts))),
  };
}

/** Long enough to answer those who are being served. Whoever stops servers waits for ten seconds or longer. */
const farewellOfServers = 5000;

/** A command that serves until it is told to stop: that is its normal end, and exit code 0. */
export function defineServer<Args extends unknown[], Flags extends Record<string, unknown>>(
  ...[declare, examples, run]: Parameters<typeof define<Args, Flags>>
): Declared {
  const untilStopped = define(declare, examples, (context, args, flags) =>
    run(context, args, flags).catch((error: unknown) => {
      if (!isOrderToStop(error)) throw error;
    }),
  );
  return withAction(untilStopped, { farewell: farewellOfServers });
}

function isOrderToStop(error: unknown): boolean {
  return error instanceof CliError && (error.code === 'interrupted' || error.code === 'terminated');
}

/** A command that says what is wrong with the set-up, and so may not end because of it. */
export function runsInAnyCase(declared: Declared): Declared {
  return withAction(declared, { inAnyCase: true });
}

/** A command whose result may be a workbook. */
export function writesWorkbooks(declared: Declared): Declared {
  return withAction(declared, { writesWorkbooks: true });
}
