/** A value and where it came from: `--env`, `BLINK_ENV`, `config`, `login`, `simulator` or `default`. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

/** An environment variable; an empty one counts as unset. */
export function variable(env: NodeJS.ProcessEnv, name: string): Sourced<string> | undefined {
  const value = env[name];
  return value ? { value, source: name } : undefined;
}
