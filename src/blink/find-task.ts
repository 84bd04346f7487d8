import { parseJson } from './answers/json.ts';
import { saysNoSuchTask } from './answers/no-such-task.ts';
import { verdictOf } from './answers/verdict.ts';
import type { CallOptions, Client, RawAnswer } from './client.ts';
import { parse } from './contract/check.ts';
import { TaskReply } from './contract/task.ts';
import { endpoints } from './endpoints.ts';
import { BlinkError } from './error.ts';

/** What Blink says of a task. Absent is only what the service itself calls so, in words about the task. */
export type TaskLook = { is: 'found'; as: string } | { is: 'absent' } | { is: 'unclear'; why: string };

/**
 * Looks whether there is a delivery with this `mappingKey`, as after a creation that was not answered. Calls what
 * `taskStatus` is.
 * @throws {BlinkError} `interrupted` only: whatever else goes wrong makes it unclear
 */
export async function findTask(
  client: Client,
  mappingKey: string,
  { signal, patience }: Pick<CallOptions, 'signal' | 'patience'> = {},
): Promise<TaskLook> {
  const { method, path, repeat } = endpoints.taskStatus;
  const query = { mappingKey };
  try {
    return lookOf(await client.raw(method, path, { query, repeat, signal, patience }));
  } catch (error) {
    if (!(error instanceof BlinkError) || error.kind === 'interrupted') throw error;
    return { is: 'unclear', why: error.message };
  }
}

function lookOf(answer: RawAnswer): TaskLook {
  const { status, text } = answer;
  if (saysNoSuchTask(answer)) return { is: 'absent' };
  const json = parseJson(text);
  const value = status === 200 && 'value' in json ? json.value : undefined;
  const said = verdictOf(value);
  const task = said === 'no' || said === 'broken' ? undefined : parse(TaskReply, value);
  if (task !== undefined && 'value' in task) return { is: 'found', as: task.value.data.taskId };
  return {
    is: 'unclear',
    why: `The answer (${status}) to the question for it does not say whether it is there.`,
  };
}
