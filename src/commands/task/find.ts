import type { Client } from '../../api/client.ts';
import type { Look } from '../../bulk/once.ts';

/** Asks Blink for a task by its mapping key: whether a creation in doubt took effect. */
export async function findTask(client: Client, mappingKey: string, signal: AbortSignal): Promise<Look> {
  const [{ taskStatus }, { ApiError }] = await Promise.all([
    import('../../api/logistics.ts'),
    import('../../api/error.ts'),
  ]);
  try {
    return { is: 'found', as: String((await taskStatus(client, mappingKey, { signal })).data.taskId) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.status === 404 ? { is: 'absent' } : { is: 'unclear', why: error.message };
  }
}
