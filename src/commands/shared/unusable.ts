import { CliError } from '../../errors.ts';

export const mend =
  '"blink ledger verify" says what is wrong, "blink ledger repair" keeps all that can be read.';

/** The error of calls that must not be made twice, where nobody can say what was made or note what is. */
export function unusable(wrong: string): CliError {
  return new CliError('ledger_unusable', `${wrong} Nothing was sent, for it could be made twice.`, {
    hint: `${mend} To go on without it, at the risk of making something twice: --ignore-ledger.`,
  });
}
