import { newTasks } from '../../catalog/records/task.ts';
import { deliveryFields, referenceFields, typeField } from '../../catalog/task-columns.ts';
import { endpoints } from '../../contract/endpoints.ts';
import { TaskCreate } from '../../contract/task.ts';
import { branchIdOf } from '../branch-codes.ts';
import { bulkFlags, runRecords } from '../bulk.ts';
import { define } from '../command.ts';
import { flagOf } from '../fields.ts';
import { newTaskIntent } from '../intents.ts';
import { spread } from '../job.ts';
import { readRecordFile } from '../reading.ts';
import { plural } from '../words.ts';
import { createOrFind, findTask } from './find.ts';
import { askMissing, readTaskFlags, refuseBoth, requireTask } from './input.ts';
import { bothClocks } from './time.ts';

const fields = [...referenceFields, ...deliveryFields];

export default define(
  (command) => {
    for (const { name, summary } of [...fields, typeField])
      command.option(`${flagOf(name)} <value>`, summary);
    return bulkFlags(
      command.option('--from <file>', 'a CSV, JSON or NDJSON file with many tasks; - reads standard input'),
    );
  },
  [
    `blink task create --env local --mapping-key 10045 --mapping-branch-id 63 \\
      --customer-name "Ayesha Khan" --customer-phone 923001234567 \\
      --customer-address "Tariq Road, PECHS Block 2" --lat 24.871641 --lng 67.059906 \\
      --pick-up-time +30m --delivery-time +75m --payment-type COD --sub-total 2080`,
    'blink task create --from tasks.csv --env local',
  ],
  async (context, _, flags) => {
    await spread(context, flags);
    const input = readTaskFlags([...fields, typeField], flags, context.now());
    const { from } = flags;
    const file = from === undefined ? undefined : await readRecordFile(context, from, newTasks, flags);
    if (from !== undefined) refuseBoth(from, input);
    const given = file?.records ?? [
      requireTask(TaskCreate, newTasks.toBody(await askMissing(context, fields, input))),
    ];
    const idOf = branchIdOf(context);
    const records = given.map((task) => ({ ...task, mappingBranchId: idOf(String(task.mappingBranchId)) }));
    const taskIds = new Map<string, string>();
    await runRecords(context, flags, {
      name: 'task-create',
      records,
      file,
      endpoint: endpoints.createTask,
      idOf: ({ mappingKey }) => String(mappingKey),
      client: () => context.api.logistics(),
      body: ([task]) => task,
      send: async (client, [task], signal) => {
        if (task) taskIds.set(String(task.mappingKey), await createOrFind(client, task, signal));
      },
      tookEffect: async (client, { mappingKey }, signal) => {
        const taskId = await findTask(client, String(mappingKey), signal);
        if (taskId !== undefined) taskIds.set(String(mappingKey), taskId);
        return taskId !== undefined;
      },
      question: `create ${plural(records.length, 'task')}`,
      intent: newTaskIntent,
      done: ({ mappingKey, pickUpTime, deliveryTime }) =>
        `is ${taskNamed(taskIds.get(String(mappingKey)))}: picked up ${bothClocks(pickUpTime)}, delivered ${bothClocks(deliveryTime)}`,
      columns: [
        { key: 'taskId', header: 'Task', value: ({ mappingKey }) => taskIds.get(String(mappingKey)) },
      ],
    });
  },
);

/** An earlier run of the job knew the task's id; this one may not. */
function taskNamed(taskId: string | undefined): string {
  return taskId === undefined ? 'a task' : `task ${taskId}`;
}
