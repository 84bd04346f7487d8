import { readPrivate } from '../../storage/reading.ts';
import { setAside, understand } from './corrupt.ts';
import type { StoredConfig } from './shape.ts';

/** Takes a message for the person at the keyboard. */
export type Warn = (message: string) => void;

/**
 * Reads `config.json`; one that makes no sense is moved away and explained.
 * @param move says what became of a file that makes no sense; undefined when another process replaced it
 * @throws CliError `failed` for what `readPrivate` refuses, and what `move` throws
 */
export function load(
  path: string,
  warn: Warn,
  move: (path: string, text: string) => string | undefined,
): StoredConfig {
  for (;;) {
    const text = readPrivate(path);
    if (text === undefined) return { profiles: {} };
    const result = understand(text);
    if ('config' in result) return result.config;
    const moved = move(path, text);
    if (moved === undefined) continue;
    warn(`${path} can't be used: ${result.wrong}. ${moved} The stored settings and logins are not used.`);
    return { profiles: {} };
  }
}

/**
 * Moves a file that makes no sense to `config.json.bad`, and says so.
 * @throws the system's error as it is
 */
export function moveAway(path: string, text: string): string | undefined {
  const bad = setAside(path, text);
  if (bad === undefined) return undefined;
  return (
    `It was moved to ${bad}. Repair it there and move it back, or run "blink login" again and delete it: ` +
    'it may hold passwords.'
  );
}
