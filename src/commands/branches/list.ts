import type { Branch } from '../../blink/contract/account.ts';
import type { BranchMap } from '../../session/stored/branch-map.ts';
import { shellWord } from '../../shell-word.ts';
import { cleanText } from '../../terminal/clean.ts';
import type { Output, RecordColumn } from '../../terminal/output.ts';
import { define } from '../shared/command.ts';
import { fetchBranches } from './shared/fetching.ts';

export default define(
  (command) =>
    command
      .option('--active', 'only branches that are active')
      .option('--live', 'only branches that are live'),
  [
    'blink branches --env local',
    'blink branches list --active --live --env local',
    'blink branches list --env local --out branches.csv',
  ],
  async (context, _, filters) => {
    const { branchCodes, output } = context;
    const branches = await fetchBranches(context);
    const codes = codesOf(branches, branchCodes(), output);
    const shown = branches.filter(
      ({ is_active, is_live }) => (!filters.active || is_active) && (!filters.live || is_live),
    );
    if (shown.length > 0 || !output.forPeople) {
      // A person without codes of their own is not shown an empty column, a script always finds the key.
      return output.records(shown, columns(codes, codes.size > 0 || !output.forPeople));
    }
    const state = [filters.live && 'live', filters.active && 'active'].filter(Boolean).join(' and ');
    await output.report(
      branches.length === 0 ? 'Blink lists no branches.' : `No branch is ${state} (of ${branches.length}).`,
    );
  },
);

/** The operator's own codes by branch. What does not fit together is warned about. */
function codesOf(branches: readonly Branch[], map: BranchMap, output: Output): ReadonlyMap<Branch, string> {
  const byBlinkId = new Map(branches.map((branch) => [String(branch.blink_id), branch]));
  const byId = new Map(branches.map((branch) => [String(branch.id), branch]));
  const codes = new Map<Branch, string>();
  for (const [code, id] of map) {
    const branch = byId.get(id) ?? byBlinkId.get(id);
    const other = branch && codes.get(branch);
    if (!branch) {
      output.warn(
        `Warning: your code ${code} stands for branch ${id}, which Blink does not list.\n` +
          `  Mend it with: blink branches map set ${shellWord(code)} ID`,
      );
    } else if (other !== undefined) {
      output.warn(`Warning: ${other} and ${code} both stand for ${cleanText(branch.branch)}.`);
      codes.set(branch, `${other}, ${code}`);
    } else codes.set(branch, code);
  }
  return codes;
}

function columns(codes: ReadonlyMap<Branch, string>, withCode: boolean): readonly RecordColumn<Branch>[] {
  const code: RecordColumn<Branch> = {
    ...{ key: 'code', header: 'Code', whole: true },
    value: (branch) => codes.get(branch),
  };
  return [
    { key: 'id', header: 'ID', value: ({ id }) => id, whole: true },
    { key: 'blink_id', header: 'Blink ID', value: ({ blink_id }) => blink_id, whole: true },
    ...(withCode ? [code] : []),
    { key: 'branch', header: 'Branch', value: ({ branch }) => branch },
    { key: 'branch_address', header: 'Address', value: ({ branch_address }) => branch_address },
    {
      key: 'is_live',
      header: 'Live',
      value: ({ is_live }) => is_live,
      show: ({ is_live }) => yesOrNo(is_live),
    },
    {
      key: 'is_active',
      header: 'Active',
      value: ({ is_active }) => is_active,
      show: ({ is_active }) => yesOrNo(is_active),
    },
  ];
}

function yesOrNo(flag: Branch['is_live']): string {
  if (flag === null || flag === undefined) return '';
  return flag ? 'yes' : 'no';
}
