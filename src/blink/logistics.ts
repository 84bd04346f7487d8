import { parseJson } from './answers/json.ts';
import { saysNoSuchTask } from './answers/no-such-task.ts';
import { replyOf } from './answers/reply.ts';
import { verdictOf } from './answers/verdict.ts';
import type { Client, RawAnswer } from './client.ts';
import { parse } from './contract/check.ts';
import { type TaskCreate, TaskReply, type TaskUpdate } from './contract/task.ts';
import { endpoints } from './endpoints.ts';
import { BlinkError } from './error.ts';
import type { Patience } from './retry/patience.ts';

// The logistics service. Every function throws an `BlinkError` when the call does not end well:
// also when a signal ends it.

export interface LogisticsOptions {
  signal?: AbortSignal | undefined;
  /** Of the run that the call is part of. */
  patience?: Patience | undefined;
}

/**
 * Vendor page of `POST /api/client/task` ("send task to logistics portal"): asks for a delivery. Money in rupees, times in UTC. Never sent twice.
 * @throws {BlinkError} `unknown_outcome` when the task may exist all the same: look it up by its `mappingKey`.
 */
export async function createTask(
  client: Client,
  task: TaskCreate,
  { signal, patience }: LogisticsOptions = {},
): Promise<TaskReply> {
  const reply = await client.call(endpoints.createTask, { body: task, signal, patience });
  return replyOf(TaskReply, endpoints.createTask, reply);
}

/** Vendor page of `PUT /api/client/task` ("update the task"). Only what is given changes. Money in rupees, times in UTC. */
export async function updateTask(
  client: Client,
  update: TaskUpdate,
  { signal, patience }: LogisticsOptions = {},
): Promise<TaskReply> {
  const reply = await client.call(endpoints.updateTask, { body: update, signal, patience });
  return replyOf(TaskReply, endpoints.updateTask, reply);
}

/** Vendor page of `GET /api/client/task/status` ("get the task updated status"): the latest event of the delivery that was created with this `mappingKey`. */
export async function taskStatus(
  client: Client,
  mappingKey: string,
  { signal, patience }: LogisticsOptions = {},
): Promise<TaskReply> {
  const reply = await client.call(endpoints.taskStatus, { query: { mappingKey }, signal, patience });
  return replyOf(TaskReply, endpoints.taskStatus, reply);
}

/** What Blink says of a task. Absent is only what the service itself calls so, in words about the task. */
export type TaskLook = { is: 'found'; as: string } | { is: 'absent' } | { is: 'unclear'; why: string };

/**
 * Looks whether there is a delivery with this `mappingKey`, as after a creation that was not answered. Calls what
 * `taskStatus` calls.
 * @throws {BlinkError} `interrupted` only: whatever else goes wrong makes it unclear
 */
export async function findTask(
  client: Client,
  mappingKey: string,
  { signal, patience }: LogisticsOptions = {},
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
