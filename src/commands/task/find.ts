import type { Client } from '../../api/client.ts';
import type { TaskCreate } from '../../contract/task.ts';

/**
 * Creates a task. Where it is not known whether Blink got it, looks for it by its mapping key: it is never sent twice.
 * @returns its id
 * @throws ApiError `unknown_outcome` when it is not there to be found
 */
export async function createOrFind(client: Client, task: TaskCreate, signal: AbortSignal): Promise<string> {
  const [{ createTask }, { ApiError }] = await Promise.all([
    import('../../api/logistics.ts'),
    import('../../api/error.ts'),
  ]);
  try {
    return String((await createTask(client, task, { signal })).data.taskId);
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'unknown_outcome') || signal.aborted) throw error;
    const found = await findTask(client, String(task.mappingKey), signal).catch(() => undefined);
    if (found !== undefined) return found;
    const look = `Look for it before you send it again: blink task status ${task.mappingKey}`;
    throw new ApiError('unknown_outcome', `${error.message} ${look}`, { cause: error });
  }
}

/**
 * Looks for a task by its mapping key.
 * @returns its id; undefined when Blink says that it has no such task
 * @throws ApiError `unknown_outcome` when Blink does not say
 */
export async function findTask(
  client: Client,
  mappingKey: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [{ taskStatus }, { ApiError }] = await Promise.all([
    import('../../api/logistics.ts'),
    import('../../api/error.ts'),
  ]);
  try {
    return String((await taskStatus(client, mappingKey, { signal })).data.taskId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404) return undefined;
    const message = `The task ${mappingKey} was sent before, and it is not known whether it took effect. ${error.message}`;
    throw new ApiError('unknown_outcome', message, { hint: error.hint, cause: error });
  }
}
