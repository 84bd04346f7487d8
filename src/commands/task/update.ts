import { TaskReply, TaskUpdate } from '../../blink/contract/task.ts';
import { endpoints } from '../../blink/endpoints.ts';
import { CliError } from '../../errors.ts';
import { changedTasks } from '../../files/kinds/task.ts';
import { deliveryFields, typeField } from '../../files/kinds/task-columns.ts';
import type { Context } from '../../session/context.ts';
import { bulkFlags, waitForJitter } from '../shared/bulk/flags.ts';
import { runPlan } from '../shared/bulk/send.ts';
import { define } from '../shared/command.ts';
import { flagOf } from '../shared/fields.ts';
import { changedTaskIntent } from '../shared/intents.ts';
import { readRecordFile } from '../shared/reading.ts';
import { plural } from '../shared/words.ts';
import { askMissing, readTaskFlags, refuseBoth, requireTask, type TaskInput } from './shared/input.ts';

const fields = [...deliveryFields, typeField];

export default define(
  (command) => {
    for (const { name, summary } of deliveryFields) command.option(`${flagOf(name)} <value>`, summary);
    command.option(`${flagOf(typeField.name)} <value>`, `${typeField.summary} (required)`);
    return bulkFlags(
      command
        .argument('[taskId]', "the task, by Blink's task id")
        .option(
          '--from <file>',
          'a CSV, JSON or NDJSON file with taskId, type and what changes; - reads standard input',
        ),
    );
  },
  [
    'blink task update KHIAB-10001 --type normal --delivery-time +90m --env local',
    'blink task update --from changes.csv --env local',
  ],
  async (context, [taskId], flags) => {
    await waitForJitter(context, flags);
    const input = readTaskFlags(fields, flags, context.now());
    const { from } = flags;
    const file = from === undefined ? undefined : await readRecordFile(context, from, changedTasks, flags);
    if (from !== undefined) refuseBoth(from, taskId === undefined ? input : { taskId, ...input });
    const records = file?.items ?? [await typedUpdate(context, taskId, input)];
    const { replyOf } = await import('../../blink/answers/reply.ts');
    await runPlan(context, flags, {
      command: 'task update',
      kind: 'task update',
      records,
      file,
      endpoint: endpoints.updateTask,
      idOf: (task) => String(task.taskId),
      body: ([task]) => task,
      read(reply) {
        replyOf(TaskReply, endpoints.updateTask, reply);
        return undefined;
      },
      question: `change ${plural(records.length, 'task')}`,
      intent: changedTaskIntent,
      done: () => 'updated',
    });
  },
);

/** One update from flags. The type is asked for, never guessed: a return taken for a delivery goes the wrong way. */
async function typedUpdate(
  context: Context,
  taskId: string | undefined,
  input: TaskInput,
): Promise<TaskUpdate> {
  if (taskId === undefined)
    throw new CliError('usage', 'Which task? Give its task id, or a file with --from.');
  const { type: _, ...changes } = input;
  if (Object.keys(changes).length === 0) {
    throw new CliError('usage', 'What changes? Give at least one field, such as --delivery-time +90m.');
  }
  return requireTask(TaskUpdate, { taskId, ...(await askMissing(context, [typeField], input)) });
}
