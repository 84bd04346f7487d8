import type { Service } from '../../blink/services.ts';
import { CliError } from '../../errors.ts';
import type { Context } from '../../session/context.ts';
import { accountName, placeName } from '../../session/target/in-words.ts';
import type { Target } from '../../session/target/target.ts';
import { cleanText } from '../../terminal/clean.ts';

/** A write that somebody may have to agree to. */
export interface Write {
  /** What is going to happen, completing "In production: …?" */
  what: string;
  /** The service that is written to. */
  service: Service;
  /** What becomes of each record, in a line each; left out where the person has seen it, and the account, already. */
  each?: readonly string[];
}

/**
 * Asks before a write to production, where somebody can be asked and `--yes` was not given; else says what is written to.
 */
export async function confirmWrite(context: Context, write: Write): Promise<void> {
  const { prompts, target, yes } = context;
  if (target().environment.value !== 'production') return;
  if (yes || !prompts.possible) announce(context, write);
  else await ask(context, write, false);
}

/** Asks before a write wherever somebody can be asked. Without a terminal, production needs `--yes`. */
export async function confirmEverywhere(context: Context, write: Write): Promise<void> {
  const { prompts, target, yes } = context;
  const production = target().environment.value === 'production';
  if (!yes && (prompts.possible || production)) await ask(context, write, !production);
  else if (production) announce(context, write);
}

/** Tells people which account is written to, unless they have seen it. Scripts have chosen it. */
function announce({ output, target }: Context, { what, service, each }: Write): void {
  if (output.forPeople && each !== undefined) output.note(`${placeOf(target(), service)}: ${what}.`);
}

function placeOf(target: Target, service: Service): string {
  return `In ${placeName(target, service)} (${accountName(target, service)})`;
}

/** The error of a question that was answered with no. It is what the person wanted. */
export function declined(done: 'sent' | 'stored' | 'removed'): CliError {
  return new CliError('declined', `Stopped. Nothing was ${done}.`);
}

const mostShown = 10;

async function ask(
  { output, prompts, target }: Context,
  { what, service, each = [] }: Write,
  answer: boolean,
): Promise<void> {
  const lines = each.slice(0, mostShown).map((line) => `  ${cleanText(line)}`);
  if (each.length > mostShown) lines.push(`  … and ${each.length - mostShown} more`);
  // Also with --quiet: a question that does not say what it is about can't be answered.
  if (prompts.possible) output.warn(['', ...lines].join('\n'));
  if (await prompts.confirm(`${placeOf(target(), service)}: ${what}?`, { flag: '--yes', default: answer }))
    return;
  throw declined('sent');
}
