import type { Branch } from '../../../blink/contract/account.ts';
import type { BranchMap } from '../../../session/stored/branch-map.ts';
import { nearest } from '../../../spelling.ts';

/** A branch as the operator's own list has it. */
export interface NamedCode {
  code: string;
  name: string;
}

/**
 * How a code relates to Blink's listing.
 * - `mapped`: it has an id already, that of the branch given, if Blink lists one.
 * - `same`: one branch has its name, but for capitals, blanks, signs and accents.
 * - `similar`: one branch has a name much like it. A person has to look.
 * - `ambiguous`: more than one branch could be meant, or the one branch by another code too.
 * - `none`: no branch has a name like it.
 */
export type Likeness = 'mapped' | 'same' | 'similar' | 'ambiguous' | 'none';

export interface Match extends NamedCode {
  likeness: Likeness;
  /** The branches it could be: one where it is `same` or `similar`, one at most where it is `mapped`. */
  branches: readonly Branch[];
}

/**
 * Compares the names of codes with those of branches. Codes that are mapped already are left alone, and no branch is
 * given to a second code. Branches that have a code count all the same: a name that could be one of two branches does
 * not become clear because the other one is taken.
 */
export function matchNames(
  codes: readonly NamedCode[],
  branches: readonly Branch[],
  map: BranchMap,
): Match[] {
  const listed = branches.map((branch) => ({ branch, words: wordsOf(branch.branch) }));
  const matches = codes.map((named): Match => {
    const id = map.get(named.code);
    if (id !== undefined) return { ...named, likeness: 'mapped', branches: branches.filter(has(id)) };
    const words = wordsOf(named.name);
    const same = listed.filter((one) => one.words.join(' ') === words.join(' '));
    const found = same.length > 0 ? same : listed.filter((one) => areSimilar(words, one.words));
    const likeness = found.length > 1 ? 'ambiguous' : found.length === 0 ? 'none' : likenessOf(same);
    return { ...named, likeness, branches: found.map(({ branch }) => branch) };
  });
  const taken = new Set([...map.values()].flatMap((id) => branches.filter(has(id))));
  return matches.map((match) =>
    match.likeness !== 'mapped' &&
    (match.branches.some((one) => taken.has(one)) || isContested(match, matches))
      ? { ...match, likeness: 'ambiguous' }
      : match,
  );
}

/** Whether a branch is known by an id, by either of its two. */
function has(id: string): (branch: Branch) => boolean {
  return (branch) => String(branch.id) === id || String(branch.blink_id) === id;
}

function likenessOf(same: readonly unknown[]): Likeness {
  return same.length > 0 ? 'same' : 'similar';
}

/** Whether another code lays claim to the same branch. One of the same name goes before one that is only similar. */
function isContested({ code, likeness, branches: [branch] }: Match, matches: readonly Match[]): boolean {
  if (likeness !== 'same' && likeness !== 'similar') return false;
  return matches.some(
    (other) =>
      other.code !== code &&
      other.branches.length === 1 &&
      other.branches[0] === branch &&
      (likeness === 'similar' || other.likeness === 'same'),
  );
}

/** The words of a name as they are compared: without capitals, accents and signs, each letter in one form. */
function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}\u0640\u200c\u200d]/gu, '')
    .toLowerCase()
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[هة]/g, 'ہ')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  return plain.match(/\p{N}+|\p{L}+/gu) ?? [];
}

const shortestMisspelt = 5;

/**
 * Whether all words of the shorter name are in the longer one, a typing mistake in a long word aside. Numbers and short
 * words have to be the same: "DHA Phase 5" is not "DHA Phase 6", nor is "Gulberg II" "Gulberg III".
 */
function areSimilar(one: readonly string[], other: readonly string[]): boolean {
  const [fewer, more] = one.length <= other.length ? [one, [...other]] : [other, [...one]];
  if (!fewer.some((word) => word.length >= 3)) return false;
  return fewer.every((word) => {
    const at = more.findIndex((candidate) => word === candidate || isMisspelt(word, candidate));
    if (at < 0) return false;
    more.splice(at, 1);
    return true;
  });
}

function isMisspelt(word: string, candidate: string): boolean {
  return (
    Math.min(word.length, candidate.length) >= shortestMisspelt && nearest(word, [candidate]) !== undefined
  );
}
