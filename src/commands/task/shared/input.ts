import { check, matches, type Schema } from '../../../blink/contract/check.ts';
import { CliError } from '../../../errors.ts';
import type { TaskField } from '../../../files/kinds/task-columns.ts';
import type { Context } from '../../../session/context.ts';
import { flagOf, readTyped } from '../../shared/fields.ts';

/** The fields of a task by Blink's names. */
export type TaskInput = Record<string, unknown>;

/** What the flags say, each read by the rule of its field. */
export function readTaskFlags(
  fields: readonly TaskField[],
  flags: Record<string, unknown>,
  now: number,
): TaskInput {
  const given = fields.flatMap(({ name, kind }) => {
    const typed = flags[name];
    return typeof typed === 'string' ? [[name, readTyped(flagOf(name), typed, kind, now)] as const] : [];
  });
  return Object.fromEntries(given);
}

/**
 * Asks for what is missing, on a terminal only.
 * @throws CliError `usage` that names the flags, where nobody can be asked
 */
export async function askMissing(
  { prompts, now }: Context,
  fields: readonly TaskField[],
  input: TaskInput,
): Promise<TaskInput> {
  const missing = fields.filter(({ name, required }) => required && !(name in input));
  const flag = missing.map(({ name }) => flagOf(name)).join(', ');
  const answers: TaskInput = {};
  for (const { name, kind, summary } of missing) {
    const accept = (text: string) => readTyped(name, text, kind, now());
    answers[name] = accept(await prompts.text(`${name} (${summary}):`, { flag, accept }));
  }
  return { ...input, ...answers };
}

/** @throws CliError `usage` that says what is wrong with the task as a whole */
export function requireTask<T>(schema: Schema<T>, body: unknown): T {
  if (matches(schema, body)) return body;
  const [issue] = check(schema, body);
  const name = String(issue?.path[0] ?? 'task');
  throw new CliError('usage', `${flagOf(name)}: expected ${issue?.expected}.`);
}

/** @throws CliError `usage` when flags say what a file says already */
export function refuseBoth(from: string, input: TaskInput): void {
  const [name] = Object.keys(input);
  if (name === undefined) return;
  throw new CliError('usage', `${from} has the tasks: leave out ${flagOf(name)} or --from.`);
}
