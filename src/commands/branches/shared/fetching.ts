import type { Branch } from '../../../blink/contract/account.ts';
import type { Context } from '../../../session/context.ts';

/** Every branch that Blink lists. They are remembered, so that others can be warned of. @throws BlinkError */
export async function fetchBranches({ api, signal, target }: Context): Promise<Branch[]> {
  const [client, { branches }, { keepBranches }] = await Promise.all([
    api.ordering(),
    import('../../../blink/ordering.ts'),
    import('../../../session/stored/known-branches.ts'),
  ]);
  const listed = await branches(client, { signal });
  await keepBranches(target().folder, listed);
  return listed;
}
