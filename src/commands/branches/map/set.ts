import { mapBranches, parseBranchCode } from '../../../session/stored/branch-map.ts';
import { define } from '../../shared/command.ts';

export default define(
  (command) =>
    command
      .argument('<code>', 'your own code for the branch')
      .argument('<id>', 'what Blink calls it: "blink branches" shows both its ids'),
  ['blink branches map set KHI-01 63 --env local'],
  async ({ changeStored, output, target }, [typedCode, typedId]) => {
    const { place } = target();
    const code = parseBranchCode(typedCode, 'code');
    const id = parseBranchCode(typedId, 'id');
    await changeStored((config) => mapBranches(config, place, new Map([[code, id]])));
    if (output.format === 'json') return output.json({ ...place, code, id });
    await output.report(`${code} is now branch ${id} in ${place.environment} (profile ${place.profile}).`);
  },
);
