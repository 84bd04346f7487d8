import type { Branched } from '../../menu/branch-ids.ts';
import type { Context } from '../../session/context.ts';
import { shellWord } from '../../shell-word.ts';
import { branchIdOf } from './branch-codes.ts';

const mostNamed = 5;

/**
 * Warns of branches that Blink did not list when it was asked last; nothing is asked for it. It is no more than a
 * warning, because which of a branch's two numbers Blink's calls expect is not known for certain.
 * @param source what names them: a file, a flag
 */
export async function warnOfUnknownBranches(
  context: Context,
  source: string,
  named: readonly Branched[],
): Promise<void> {
  const listed = await listedBranches(context);
  if (listed === undefined) return;
  const used = new Set(named.flatMap(branchesIn));
  const idOf = branchIdOf(context);
  const unknown = [...used].filter((code) => !listed.has(idOf(code)));
  const [first] = unknown;
  if (first === undefined) return;
  const shown = unknown.slice(0, mostNamed).join(', ');
  const more = unknown.length > mostNamed ? ` and ${unknown.length - mostNamed} more` : '';
  const which = unknown.length === 1 ? 'a branch' : 'branches';
  context.output.warn(
    `Warning: ${source} names ${which} that Blink does not list: ${shown}${more}.\n` +
      `  "blink branches" shows those it lists. If it is a code of your own: blink branches map set ${shellWord(first)} ID`,
  );
}

/** The same for one branch that a flag names. */
export async function warnOfUnknownBranch(context: Context, flag: string, code: string): Promise<void> {
  await warnOfUnknownBranches(context, flag, [{ branches: [{ id: code }] }]);
}

function branchesIn({ branches, modifiers }: Branched): string[] {
  const own = (branches ?? []).map(({ id }) => String(id));
  return [...own, ...(modifiers ?? []).flatMap(({ options }) => options.flatMap(branchesIn))];
}

/** The simulator's branches are always the same; those of Blink are known from the last listing. */
async function listedBranches({ folderFor, settings }: Context): Promise<ReadonlySet<string> | undefined> {
  const { environment } = settings;
  if (environment === undefined) return undefined;
  const { idsOf, readBranches } = await import('../../session/stored/known-branches.ts');
  if (environment.value === 'local') {
    const { branches } = await import('../../simulator/samples/branches.ts');
    return new Set(idsOf(branches));
  }
  const ids = readBranches(folderFor(environment.value));
  return ids && new Set(ids);
}
