import { CliError } from '../../errors.ts';
import { nearest } from '../../spelling.ts';

/** Blink's two environments, and the stand-in that this program brings along. */
export const environments = ['production', 'sandbox', 'local'] as const;

export type Environment = (typeof environments)[number];

const names: ReadonlyMap<string, Environment> = new Map([
  ...environments.map((name) => [name, name] as const),
  ['live', 'production'],
  ['prod', 'production'],
  ['staging', 'sandbox'],
  ['stg', 'sandbox'],
]);

/**
 * The environment that a text names, in any case: one of the three, or an alias.
 * @param source where the text was found, for the message: `--env`, `BLINK_ENV`
 * @throws CliError `usage` that names the three and the nearest one
 */
export function parseEnvironment(text: string, source?: string): Environment {
  const name = text.trim().toLowerCase();
  const environment = names.get(name);
  if (environment) return environment;
  const meant = nearest(name, [...names.keys()]);
  const where = source ? `${source}: ` : '';
  const question = meant ? ` Did you mean ${meant}?` : '';
  throw new CliError('usage', `${where}there is no environment "${text}".${question}`, {
    hint: `Choose ${environmentsInWords}.`,
  });
}

/** The three, as the end of a sentence. */
export const environmentsInWords = 'production (also live, prod), sandbox (also staging, stg) or local';
