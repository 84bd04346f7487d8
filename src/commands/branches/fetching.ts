import { jobFolder } from '../../config/paths.ts';
import { requireEnvironment } from '../../config/settings.ts';
import type { Context } from '../../context.ts';
import type { Branch } from '../../contract/account.ts';

/** Every branch that Blink lists. They are remembered, so that others can be warned of. @throws ApiError */
export async function fetchBranches({ api, folders, settings, signal }: Context): Promise<Branch[]> {
  const [client, { branches }, { keepBranches }] = await Promise.all([
    api.ordering(),
    import('../../api/ordering.ts'),
    import('../../config/known-branches.ts'),
  ]);
  const listed = await branches(client, { signal });
  await keepBranches(jobFolder(folders.state, settings.profile.value, requireEnvironment(settings)), listed);
  return listed;
}
