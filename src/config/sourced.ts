/** A value and where it came from: `--env`, `BLINK_ENV`, `config`, `login` or `default`. */
export interface Sourced<T> {
  value: T;
  source: string;
}

/** An environment variable; an empty one counts as unset. */
export function variable(env: NodeJS.ProcessEnv, name: string): Sourced<string> | undefined {
  const value = env[name];
  return value ? { value, source: name } : undefined;
}
