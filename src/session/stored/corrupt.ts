import { existsSync, renameSync } from 'node:fs';
import { parse } from '../../blink/contract/check.ts';
import { readPrivate } from '../../storage/reading.ts';
import { isMissing } from '../../storage/refusals.ts';
import { StoredConfig } from './shape.ts';

/** Reads the text of `config.json`, or says in words what is wrong with it. Values are never part of the words. */
export function understand(text: string): { config: StoredConfig } | { wrong: string } {
  if (text.trim() === '') return { wrong: 'it is empty' };
  let value: unknown;
  try {
    // Editors on Windows like to put a byte order mark before the text.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { wrong: `it is not valid JSON${placeOf(error, text)}` };
  }
  if (Array.isArray(value)) return { wrong: 'it holds a list, not an object' };
  const result = parse(StoredConfig, value);
  if ('value' in result) return { config: result.value };
  const places = result.issues.map(
    ({ path, expected }) => `${path.join('.') || 'the whole'} must be ${expected}`,
  );
  return { wrong: places.slice(0, 3).join('; ') };
}

/**
 * Moves a configuration that can't be used out of the way, beside the file: `config.json.bad`, `config.json.bad.2` …
 * @param text what was wrong, so that a good file that another process wrote in the meantime is left alone
 * @returns its new path; undefined when the file is no longer what it was
 * @throws the system's error as it is
 */
export function setAside(path: string, text: string): string | undefined {
  if (readPrivate(path) !== text) return undefined;
  let bad = `${path}.bad`;
  for (let number = 2; existsSync(bad); number++) bad = `${path}.bad.${number}`;
  try {
    renameSync(path, bad);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return bad;
}

/** "at line 3", when JavaScript's error tells. Its message isn't shown: it quotes the text, secrets included. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return '';
  return ` at line ${text.slice(0, Number(position)).split('\n').length}`;
}
