import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../blink/contract/check.ts';
import { CliError } from '../../errors.ts';
import { errorCode, storageFault } from '../../storage/faults.ts';
import { readPrivate } from '../../storage/reading.ts';
import { isMissing } from '../../storage/refusals.ts';
import { StoredConfig } from './config.ts';

/** Takes a message for the person at the keyboard. */
export type Warn = (message: string) => void;

/** The file that settings and credentials are kept in. */
export function configFile(folder: string): string {
  return join(folder, 'config.json');
}

/**
 * Reads what is stored, without conf and its loading time.
 * A file that makes no sense is moved to `config.json.bad` and explained; one that can't be read is explained.
 * @returns an empty configuration where there is none to be used
 * @throws CliError `failed` for a link and for another user's file
 */
export function readStored(folder: string, warn: Warn): StoredConfig {
  const path = configFile(folder);
  try {
    return readOrSetAside(path, warn, (text) => moveAwayIfPossible(path, text));
  } catch (error) {
    // Refusals have no cause. What can't be read must not stop a run that has its credentials in variables.
    if (!(error instanceof CliError) || errorCode(error.cause) === undefined) throw error;
    warn(`${error.message} The stored settings and logins are not used. ${error.hint ?? ''}`.trim());
    return { profiles: {} };
  }
}

/**
 * Reads `config.json`; one that makes no sense is moved away and explained.
 * @param move says what became of a file that makes no sense; undefined when another process replaced it
 * @throws CliError `failed` for what `readPrivate` refuses, and what `move` throws
 */
export function readOrSetAside(
  path: string,
  warn: Warn,
  move = (text: string) => moveAway(path, text),
): StoredConfig {
  for (;;) {
    const text = readPrivate(path);
    if (text === undefined) return { profiles: {} };
    const result = understand(text);
    if ('config' in result) return result.config;
    const moved = move(text);
    if (moved === undefined) continue;
    warn(`${path} can't be used: ${result.wrong}. ${moved} The stored settings and logins are not used.`);
    return { profiles: {} };
  }
}

/** Looks at what is stored, for whoever is to say what is wrong with it: nothing is moved. */
export function lookAtStored(folder: string): { config: StoredConfig; fault?: CliError } {
  const path = configFile(folder);
  const none = { profiles: {} };
  try {
    const text = readPrivate(path);
    const result = text === undefined ? { config: none } : understand(text);
    if ('config' in result) return result;
    const hint = 'Repair it, or run "blink login" again: the next command sets it aside as config.json.bad.';
    return {
      config: none,
      fault: new CliError('failed', `${path} can't be used: ${result.wrong}.`, { hint }),
    };
  } catch (fault) {
    if (fault instanceof CliError) return { config: none, fault };
    throw fault;
  }
}

/** Reads the text of `config.json`, or says in words what is wrong with it. Values are never part of the words. */
export function understand(text: string): { config: StoredConfig } | { wrong: string } {
  if (text.trim() === '') return { wrong: 'it is empty' };
  let value: unknown;
  try {
    // Editors on Windows like to put a byte order mark before the text.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { wrong: `it is not valid JSON${lineOf(error, text)}` };
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

function moveAway(path: string, text: string): string | undefined {
  const bad = setAside(path, text);
  if (bad === undefined) return undefined;
  return (
    `It was moved to ${bad}. Repair it there and move it back, or run "blink login" again and delete it: ` +
    'it may hold passwords.'
  );
}

function moveAwayIfPossible(path: string, text: string): string | undefined {
  try {
    return moveAway(path, text);
  } catch (error) {
    const fault = storageFault('move', path, error);
    if (!(fault instanceof CliError)) throw fault;
    return `${fault.message} It stays where it is: repair it or delete it.`;
  }
}

/** "at line 3", when JavaScript's error tells. Its message isn't shown: it quotes the text, secrets included. */
function lineOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return '';
  return ` at line ${text.slice(0, Number(position)).split('\n').length}`;
}
