import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Variables with which a process leaves the most memory that it ever had. */
export function measuring(env: NodeJS.ProcessEnv): { env: NodeJS.ProcessEnv; peak: () => number } {
  const file = join(env.HOME ?? '', 'peak');
  return {
    env: {
      ...env,
      NODE_OPTIONS: `--require ${resolve('test/e2e/peak-memory.cjs')}`,
      PEAK_MEMORY_FILE: file,
    },
    /** In MiB, once the process has ended. */
    peak: () => Number(readFileSync(file, 'utf8')) / 1024,
  };
}
