import { CliError } from '../../errors.ts';
import { shellWord } from '../../shell-word.ts';
import { nearest } from '../../spelling.ts';
import type { Environment } from '../target/environments.ts';
import type { Place, StoredConfig } from './config.ts';
import { storedProfile, withProfile } from './logins.ts';

/** The operator's own codes and the ids that Blink has for them, by code. No two codes have the same id. */
export type BranchMap = ReadonlyMap<string, string>;

/** What is stored for a place, in the order of the codes. */
export function branchMap(stored: StoredConfig, place: Place): BranchMap {
  const entries = Object.entries(codesIn(stored, place));
  if (entries.length < 2) return new Map(entries);
  // Made here, because it loads the tables of all languages: 30 ms that most commands need not spend.
  const inOrder = new Intl.Collator('en', { numeric: true });
  return new Map(entries.sort(([one], [other]) => inOrder.compare(one, other)));
}

/**
 * Translates the operator's own branch codes, wherever a file or a flag names a branch.
 * @param place without an environment there are no codes
 * @returns a function that gives Blink's id for a code, and whatever is no code as it is
 */
export function branchIds(
  stored: StoredConfig,
  { profile, environment }: { profile: string; environment: Environment | undefined },
): (code: string) => string {
  const entries = environment === undefined ? {} : codesIn(stored, { profile, environment });
  const map = new Map(Object.entries(entries));
  return (code) => map.get(tidy(code)) ?? code;
}

/**
 * Adds codes, and gives those that are known another id. A change for `changeStored`.
 * @param replace true forgets the codes that are not among them
 * @throws CliError `invalid_input` when two codes would have the same id
 */
export function mapBranches(
  config: StoredConfig,
  place: Place,
  codes: BranchMap,
  { replace = false }: { replace?: boolean } = {},
): StoredConfig {
  const map = new Map([...(replace ? [] : branchMap(config, place)), ...codes]);
  const [clash] = sharedIds(map);
  if (clash) {
    const [first = '', second] = clash.codes;
    throw new CliError('invalid_input', `Branch ${clash.id} would have two codes: ${first} and ${second}.`, {
      hint: `Nothing was stored. To give it another code, forget the old one first: blink branches map remove ${shellWord(first)}`,
    });
  }
  return withMap(config, place, map);
}

/**
 * Forgets codes, all of them or none. A change for `changeStored`.
 * @throws CliError `usage` for a code that is not known, with the nearest one
 */
export function unmapBranches(config: StoredConfig, place: Place, codes: readonly string[]): StoredConfig {
  const map = new Map(branchMap(config, place));
  for (const code of codes.map(tidy)) {
    if (map.delete(code)) continue;
    const meant = nearest(code, map.keys());
    const where = `${place.environment}, profile ${place.profile}`;
    throw new CliError(
      'usage',
      `There is no code "${code}" (${where}).${meant ? ` Did you mean ${meant}?` : ''}`,
      {
        hint: '"blink branches map list" shows all of them. Nothing was removed.',
      },
    );
  }
  return withMap(config, place, map);
}

/** The ids that more than one code stands for. */
export function sharedIds(
  entries: Iterable<readonly [code: string, id: string]>,
): { id: string; codes: string[] }[] {
  const byId = new Map<string, Set<string>>();
  for (const [code, id] of entries) byId.set(id, new Set([...(byId.get(id) ?? []), code]));
  return [...byId].map(([id, codes]) => ({ id, codes: [...codes] })).filter(({ codes }) => codes.length > 1);
}

function codesIn(stored: StoredConfig, { profile, environment }: Place): Readonly<Record<string, string>> {
  return storedProfile(stored, profile)?.branches?.[environment] ?? {};
}

/** Names that mean something to JavaScript objects, which is what the codes are kept in. */
const reserved = new Set(['__proto__', 'prototype', 'constructor']);

/** What cannot be seen, but for the joiners that Urdu needs. */
const invisible = /(?![\u200c\u200d])\p{C}|[\p{Zl}\p{Zp}]/u;

/** Whether a tidy text can be a code or an id: 1 to 100 characters that can be seen. */
export function isBranchCode(text: string): boolean {
  return text.length >= 1 && text.length <= 100 && !invisible.test(text) && !reserved.has(text);
}

/**
 * A code or an id as it is stored: without blanks around it, its letters composed.
 * @param what `code` or `id`, for the message
 * @throws CliError `usage`
 */
export function parseBranchCode(text: string, what: 'code' | 'id'): string {
  const code = tidy(text);
  if (isBranchCode(code)) return code;
  throw new CliError('usage', `${JSON.stringify(text)} can't be the ${what} of a branch.`, {
    hint: 'Use 1 to 100 letters, digits, blanks or signs, like KHI-01.',
  });
}

function tidy(text: string): string {
  return text.trim().normalize('NFC');
}

function withMap(config: StoredConfig, { profile: name, environment }: Place, map: BranchMap): StoredConfig {
  const { config: next, profile } = withProfile(config, name);
  const { [environment]: _, ...others } = profile.branches ?? {};
  const branches = map.size === 0 ? others : { ...others, [environment]: Object.fromEntries(map) };
  if (Object.keys(branches).length === 0) delete profile.branches;
  else profile.branches = branches;
  return next;
}
