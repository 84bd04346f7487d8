import type { Branch } from '../../../blink/contract/account.ts';
import type { Context } from '../../../session/context.ts';

/** Every branch that Blink lists. They are remembered, so that others can be warned of. @throws BlinkError */
export async function fetchBranches({ api, signal, target }: Context): Promise<Branch[]> {
  const [client, { ask }, { endpoints }, { keepBranches }] = await Promise.all([
    api.ordering(),
    import('../../../blink/ask.ts'),
    import('../../../blink/endpoints.ts'),
    import('../../../session/stored/known-branches.ts'),
  ]);
  const { data: listed } = await ask(client, endpoints.listBranches, { signal });
  await keepBranches(target().folder, listed);
  return listed;
}
