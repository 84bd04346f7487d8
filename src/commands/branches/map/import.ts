import { mapBranches } from '../../../session/stored/branch-map.ts';
import { define } from '../../shared/command.ts';
import { plural } from '../../shared/words.ts';
import { fileFlags } from '../shared/file-flags.ts';

export default define(
  (command) =>
    fileFlags(
      command
        .argument(
          '<file>',
          'a CSV file with the columns code and id, such as "branches list" writes; - reads standard input',
        )
        .option('--replace', 'forget the codes that are not in the file'),
    ),
  [
    'blink branches map import codes.csv --env local',
    'blink branches map import codes.csv --env local --replace',
    'blink branches map list --env sandbox --output csv | blink branches map import - --env production',
  ],
  async (context, [path], { replace = false, ...options }) => {
    const { branchCodes, changeStored, output } = context;
    const { place } = context.target();
    const { readIds } = await import('../shared/codes-file.ts');
    const before = branchCodes();
    const codes = await readIds(context, path, replace ? new Map() : before, options);
    await changeStored((config) => mapBranches(config, place, codes, { replace }));
    const known = [...codes].filter(([code]) => before.has(code));
    const unchanged = known.filter(([code, id]) => before.get(code) === id).length;
    const counts = {
      added: codes.size - known.length,
      changed: known.length - unchanged,
      unchanged,
      removed: replace ? before.size - known.length : 0,
    };
    if (output.format === 'json') return output.json({ ...place, ...counts });
    const words = Object.entries(counts).flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : []));
    await output.report(
      `Took ${plural(codes.size, 'code')} for ${place.environment} (profile ${place.profile}): ${words.join(', ')}.`,
    );
  },
);
