import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../../../blink/ask.ts';
import type { Client } from '../../../blink/client.ts';
import type { TaskReply } from '../../../blink/contract/task.ts';
import { endpoints } from '../../../blink/endpoints.ts';
import { CliError } from '../../../errors.ts';
import type { Context } from '../../../session/context.ts';
import { cleanText } from '../../../terminal/clean.ts';
import { askEach, nameMissed, requireAll } from './several.ts';

/** How far a task is, with the key it was asked for by. */
export type TaskState = TaskReply & { mappingKey: string };

const finished = 27;
const cancelled = 28;
const slowest = 60_000;
const slower = 1.5;

/**
 * Follows tasks to their end and prints each change: a line with the time for people, a record for scripts.
 * While nothing changes it looks less and less often, once a minute at the least.
 * @throws CliError `failed` when a task was cancelled
 */
export async function watchTasks(context: Context, keys: readonly string[], seconds: number): Promise<void> {
  const client = await context.api.logistics();
  const ends = await askEach(keys, (key) => follow(context, client, key, seconds * 1000), context.signal);
  const lost = ends.found.filter(({ eventId }) => eventId === cancelled);
  if (lost.length > 0) {
    nameMissed(context.output, ends);
    throw new CliError('failed', `Cancelled: ${lost.map(({ mappingKey }) => mappingKey).join(', ')}.`);
  }
  requireAll(context.output, ends);
}

async function follow(
  context: Context,
  client: Client,
  mappingKey: string,
  shortest: number,
): Promise<TaskState> {
  let known: string | undefined;
  for (let wait = shortest; ; wait = Math.min(wait * slower, Math.max(slowest, shortest))) {
    const options = { query: { mappingKey }, signal: context.signal };
    const state = { mappingKey, ...(await ask(client, endpoints.taskStatus, options)) };
    if (state.event !== known) {
      known = state.event;
      wait = shortest;
      await print(context, state);
    }
    if (state.eventId === finished || state.eventId === cancelled) return state;
    await delay(wait, undefined, { signal: context.signal });
  }
}

async function print({ output, now }: Context, state: TaskState): Promise<void> {
  const at = new Date(now());
  if (!output.forPeople) return output.data(`${JSON.stringify({ at: at.toISOString(), ...state })}\n`);
  const { mappingKey, event, data } = state;
  const rider = data.agent?.name ? `, ${data.agent?.name} ${data.agent?.contact ?? ''}` : '';
  const reason = data.reason ? `, ${data.reason}` : '';
  const clock = at.toTimeString().slice(0, 8);
  await output.data(`${clock}  ${cleanText(`${mappingKey}  ${event}${rider}${reason}`)}\n`);
}
