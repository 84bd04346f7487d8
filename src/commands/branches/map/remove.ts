import { placeOf, unmapBranches } from '../../../session/stored/branch-map.ts';
import { updateStored } from '../../../session/stored/stored.ts';
import { define } from '../../shared/command.ts';

export default define(
  (command) => command.argument('<code...>', 'the codes to forget'),
  ['blink branches map remove KHI-01 --env local', 'blink branches map remove KHI-01 KHI-02 --env local'],
  async ({ folders, output, settings }, [codes]) => {
    const place = placeOf(settings);
    const warn = (message: string) => output.warn(message);
    await updateStored(folders.config, (config) => unmapBranches(config, place, codes), warn);
    if (output.format === 'json') return output.json({ ...place, removed: codes });
    const are = codes.length === 1 ? 'is no branch code' : 'are no branch codes';
    await output.report(
      `${codes.join(', ')} ${are} any more (${place.environment}, profile ${place.profile}).`,
    );
  },
);
