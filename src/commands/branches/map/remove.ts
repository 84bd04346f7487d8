import { unmapBranches } from '../../../session/stored/branch-map.ts';
import { define } from '../../shared/command.ts';

export default define(
  (command) => command.argument('<code...>', 'the codes to forget'),
  ['blink branches map remove KHI-01 --env local', 'blink branches map remove KHI-01 KHI-02 --env local'],
  async ({ changeStored, output, target }, [codes]) => {
    const { place } = target();
    await changeStored((config) => unmapBranches(config, place, codes));
    if (output.format === 'json') return output.json({ ...place, removed: codes });
    const are = codes.length === 1 ? 'is no branch code' : 'are no branch codes';
    await output.report(
      `${codes.join(', ')} ${are} any more (${place.environment}, profile ${place.profile}).`,
    );
  },
);
