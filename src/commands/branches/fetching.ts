import type { Context } from '../../context.ts';
import type { Branch } from '../../contract/account.ts';

/** Every branch that Blink lists. @throws ApiError */
export async function fetchBranches({ api, signal }: Context): Promise<Branch[]> {
  const [client, { branches }] = await Promise.all([api.ordering(), import('../../api/ordering.ts')]);
  return branches(client, { signal });
}
