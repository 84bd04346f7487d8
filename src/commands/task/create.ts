import type { Client } from '../../api/client.ts';
import { newTasks } from '../../catalog/records/task.ts';
import { deliveryFields, referenceFields, typeField } from '../../catalog/task-columns.ts';
import type { Context } from '../../context.ts';
import { endpoints } from '../../contract/endpoints.ts';
import { TaskCreate } from '../../contract/task.ts';
import { branchIdOf } from '../branch-codes.ts';
import { bulkFlags, runRecords } from '../bulk.ts';
import { define } from '../command.ts';
import { flagOf } from '../fields.ts';
import { readRecordFile } from '../reading.ts';
import { plural } from '../words.ts';
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
    const input = readTaskFlags([...fields, typeField], flags, context.now());
    const { from } = flags;
    const file = from === undefined ? undefined : await readRecordFile(context, from, newTasks);
    if (from !== undefined) refuseBoth(from, input);
    const given = file?.records ?? [
      requireTask(TaskCreate, newTasks.toBody(await askMissing(context, fields, input))),
    ];
    const idOf = branchIdOf(context);
    const records = given.map((task) => ({ ...task, mappingBranchId: idOf(String(task.mappingBranchId)) }));
    const taskIds = new Map<string, string>();
    await runRecords(context, flags, {
      records,
      file,
      endpoint: endpoints.createTask,
      idOf: ({ mappingKey }) => String(mappingKey),
      client: () => context.api.logistics(),
      body: ([task]) => task,
      send: async (client, [task]) => {
        if (task) taskIds.set(String(task.mappingKey), await createOrFind(context, client, task));
      },
      question: `Create ${plural(records.length, 'task')}`,
      done: ({ mappingKey, pickUpTime, deliveryTime }) =>
        `is task ${taskIds.get(String(mappingKey))}: picked up ${bothClocks(pickUpTime)}, delivered ${bothClocks(deliveryTime)}`,
      columns: [
        { key: 'taskId', header: 'Task', value: ({ mappingKey }) => taskIds.get(String(mappingKey)) },
      ],
    });
  },
);

/**
 * Creates a task. Where it is not known whether Blink got it, looks for it by its mapping key: it is never sent twice.
 * @returns its id
 * @throws ApiError `unknown_outcome` when it is not there to be found
 */
async function createOrFind({ signal }: Context, client: Client, task: TaskCreate): Promise<string> {
  const [{ createTask, taskStatus }, { ApiError }] = await Promise.all([
    import('../../api/logistics.ts'),
    import('../../api/error.ts'),
  ]);
  try {
    return String((await createTask(client, task, { signal })).data.taskId);
  } catch (error) {
    if (!(error instanceof ApiError && error.kind === 'unknown_outcome') || signal.aborted) throw error;
    const found = await taskStatus(client, String(task.mappingKey), { signal }).catch(() => undefined);
    if (found) return String(found.data.taskId);
    const look = `Look for it before you send it again: blink task status ${task.mappingKey}`;
    throw new ApiError('unknown_outcome', `${error.message} ${look}`, { cause: error });
  }
}
