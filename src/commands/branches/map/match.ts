import { Option } from '@commander-js/extra-typings';
import type { Branch } from '../../../blink/contract/account.ts';
import { CliError } from '../../../errors.ts';
import type { Context } from '../../../session/context.ts';
import { mapBranches } from '../../../session/stored/branch-map.ts';
import type { Place } from '../../../session/stored/config.ts';
import { unusualPlace } from '../../../session/target/in-words.ts';
import type { RecordColumn } from '../../../terminal/output.ts';
import { define } from '../../shared/command.ts';
import { declined } from '../../shared/confirm.ts';
import { plural } from '../../shared/words.ts';
import { fetchBranches } from '../shared/fetching.ts';
import { fileFlags } from '../shared/file-flags.ts';
import { type Likeness, type Match, matchNames } from '../shared/matching.ts';

export default define(
  (command) =>
    fileFlags(
      command
        .argument('<file>', 'a CSV file with the columns code and name; - reads standard input')
        .option('--dry-run', 'show what would be stored, store nothing')
        .addOption(
          new Option('--id-from <field>', "which of Blink's two ids to store")
            .choices(['id', 'blink_id'] as const)
            .default('id' as const),
        ),
    ),
  [
    'blink branches map match codes.csv --env local',
    'blink branches map match codes.csv --env local --dry-run --json',
  ],
  async (context, [path], { dryRun, idFrom, ...options }) => {
    const { branchCodes, output } = context;
    const { place } = context.target();
    const { readNames } = await import('../shared/codes-file.ts');
    const named = await readNames(context, path, options);
    const map = branchCodes();
    const matches = matchNames(named, await fetchBranches(context), map);
    const rows = matches.map((match) => rowOf(match, idFrom, map.get(match.code)));
    if (dryRun) return output.records(rows, columns);

    if (output.forPeople) output.note((await output.table(rows, columns, 'stderr')).trimEnd());
    const stores = await chosen(context, rows, place);
    const count = rows.filter(stores).length;
    await store(context, rows.filter(stores), place);
    const outcome = { key: 'stored', header: 'Stored', value: (row: Row) => stores(row) };
    const left = rows.filter((row) => row.match !== 'mapped' && !stores(row));
    if (!output.forPeople) await output.records(rows, [...columns, outcome]);
    else if (count > 0) await output.report(`Stored ${plural(count, 'code')} for ${inWords(place)}.`);
    else if (left.length === 0) await output.report('Nothing to do: every code has an id already.');
    if (left.length > 0) throw leftOver(left, count, rows.length);
  },
);

/** What is known of one code. */
interface Row {
  code: string;
  name: string;
  match: Likeness;
  /** Blink's id, where there is one branch that it could be. */
  id: string | null;
  branch: string | null;
  /** The branches that it could be, where there are more. */
  note: string | null;
}

function rowOf(
  { code, name, likeness, branches }: Match,
  idFrom: 'id' | 'blink_id',
  known: string | undefined,
): Row {
  const [branch] = branches;
  const row = { code, name, match: likeness, id: known ?? null, branch: null, note: null };
  if (likeness === 'mapped') return { ...row, branch: branch?.branch ?? null };
  if (branch && (likeness === 'same' || likeness === 'similar')) {
    return { ...row, id: idOf(branch, idFrom), branch: branch.branch };
  }
  if (likeness !== 'ambiguous') return row;
  const candidates = branches.map((one) => `${one.branch} (${idOf(one, idFrom)})`).join(', ');
  return {
    ...row,
    note: branches.length > 1 ? `could be ${candidates}` : `${candidates} has another code, or could have`,
  };
}

/** @throws CliError `failed` for a branch that has no such id */
function idOf({ id, blink_id, branch }: Branch, idFrom: 'id' | 'blink_id'): string {
  const chosen = idFrom === 'id' ? id : blink_id;
  if (chosen !== null && chosen !== undefined) return String(chosen);
  throw new CliError('failed', `Blink gives no blink_id for ${branch}. Nothing was stored.`, {
    hint: 'Run again without --id-from blink_id.',
  });
}

const shownLikeness: Record<Likeness, string> = {
  mapped: 'has an id',
  same: 'same name',
  similar: 'similar',
  ambiguous: 'not clear',
  none: 'no such name',
};

const columns: readonly RecordColumn<Row>[] = [
  { key: 'code', header: 'Code', value: ({ code }) => code, whole: true },
  { key: 'name', header: 'Your name', value: ({ name }) => name },
  { key: 'match', header: 'Match', value: ({ match }) => match, show: ({ match }) => shownLikeness[match] },
  { key: 'id', header: 'ID', value: ({ id }) => id, whole: true },
  { key: 'branch', header: "Blink's name", value: ({ branch }) => branch },
  { key: 'note', header: 'Note', value: ({ note }) => note },
];

/**
 * Which rows are to be stored. A person who was shown them decides about all that are clear; `--yes` only about those
 * of the same name, for nobody has looked at the others.
 * @throws CliError `declined` for a no, `usage` where nobody can be asked
 */
async function chosen(
  { output, prompts, target, yes }: Context,
  rows: readonly Row[],
  place: Place,
): Promise<(row: Row) => boolean> {
  const isSame = ({ match }: Row) => match === 'same';
  const isClear = ({ match }: Row) => match === 'same' || match === 'similar';
  const clear = rows.filter(isClear);
  if (yes || clear.length === 0) return isSame;
  output.note('');
  const unusual = unusualPlace(target(), 'ordering');
  const whose = unusual === undefined ? '' : `, as ${unusual} has them`;
  const question = `Store ${plural(clear.length, 'code')} for ${inWords(place)}${whose}?`;
  if (await prompts.confirm(question, { flag: '--yes', default: clear.every(isSame) })) return isClear;
  throw declined('stored');
}

const inWords = ({ environment, profile }: Place) => `${environment} (profile ${profile})`;

async function store({ changeStored }: Context, rows: readonly Row[], place: Place): Promise<void> {
  if (rows.length === 0) return;
  const codes = new Map(rows.flatMap(({ code, id }) => (id === null ? [] : [[code, id] as const])));
  await changeStored((config) => mapBranches(config, place, codes));
}

function leftOver(left: readonly Row[], stored: number, all: number): CliError {
  const details = left.map(({ code, name, match, branch, note }) => ({
    field: code,
    value: name,
    message: `${shownLikeness[match]}${note ? `: ${note}` : branch ? `: ${branch}` : ''}`,
  }));
  const message = `${left.length} of ${plural(all, 'code')} ${left.length === 1 ? 'was' : 'were'} not stored.`;
  return new CliError(stored > 0 ? 'partly_done' : 'failed', message, {
    details,
    hint: 'Give them their ids by hand: blink branches map set CODE ID',
  });
}
