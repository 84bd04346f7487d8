import { endpoints } from '../contract/endpoints.ts';
import { type TaskCreate, TaskReply, type TaskUpdate } from '../contract/task.ts';
import type { Client } from './client.ts';
import type { Patience } from './patience.ts';
import { replyOf } from './reply.ts';

// The logistics service. Every function throws an `ApiError` when the call does not end well:
// also when a signal ends it.

export interface LogisticsOptions {
  signal?: AbortSignal | undefined;
  /** Of the run that the call is part of. */
  patience?: Patience | undefined;
}

/**
 * Vendor page of `POST /api/client/task` ("send task to logistics portal"): asks for a delivery. Money in rupees, times in UTC. Never sent twice.
 * @throws {ApiError} `unknown_outcome` when the task may exist all the same: look it up by its `mappingKey`.
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
