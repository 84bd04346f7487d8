import { define } from '../../shared/command.ts';

export default define(
  (command) => command,
  ['blink branches map --env local', 'blink branches map list --env local --out codes.csv'],
  async ({ branchCodes, output, target }) => {
    const { place } = target();
    const map = branchCodes();
    if (map.size > 0 || !output.forPeople) {
      return output.records(
        Array.from(map, ([code, id]) => ({ code, id })),
        [
          { key: 'code', header: 'Code', value: ({ code }) => code },
          { key: 'id', header: 'ID', value: ({ id }) => id },
        ],
      );
    }
    await output.report(`There are no branch codes for ${place.environment} (profile ${place.profile}).`);
    output.note('Give a branch one with: blink branches map set CODE ID');
  },
);
