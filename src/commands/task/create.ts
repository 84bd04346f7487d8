import { TaskCreate, TaskReply } from '../../blink/contract/task.ts';
import { endpoints } from '../../blink/endpoints.ts';
import { CliError } from '../../errors.ts';
import { newTask, newTasks } from '../../files/kinds/task.ts';
import { deliveryFields, referenceFields, typeField } from '../../files/kinds/task-columns.ts';
import { jsonHash } from '../../ledger/json-hash.ts';
import { shellWord } from '../../shell-word.ts';
import { branchIdOf } from '../shared/branch-codes.ts';
import { bulkFlags, ignoreLedgerFlag, waitForJitter } from '../shared/bulk/flags.ts';
import { runPlan } from '../shared/bulk/send.ts';
import { define } from '../shared/command.ts';
import { flagOf } from '../shared/fields.ts';
import { newTaskIntent } from '../shared/intents.ts';
import { readRecordFile } from '../shared/reading.ts';
import { warnOfUnknownBranch } from '../shared/unknown-branches.ts';
import { localTime, plural } from '../shared/words.ts';
import { askMissing, readTaskFlags, refuseBoth, requireTask } from './shared/input.ts';
import { bothClocks } from './shared/time.ts';

const fields = [...referenceFields, ...deliveryFields];

export default define(
  (command) => {
    for (const { name, summary, required } of fields)
      command.option(`${flagOf(name)} <value>`, required ? `${summary} (required)` : summary);
    command.option(`${flagOf(typeField.name)} <value>`, typeField.summary);
    return bulkFlags(
      command
        .option('--from <file>', 'a CSV, JSON or NDJSON file with many tasks; - reads standard input')
        .option('--again', 'create tasks that were created before once more')
        .addOption(ignoreLedgerFlag),
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
    await waitForJitter(context, flags);
    const input = readTaskFlags([...fields, typeField], flags, context.now());
    const { from } = flags;
    const file = from === undefined ? undefined : await readRecordFile(context, from, newTasks, flags);
    if (from !== undefined) refuseBoth(from, input);
    const given = file?.items ?? [requireTask(TaskCreate, newTask(await askMissing(context, fields, input)))];
    if (file === undefined) {
      for (const { mappingBranchId } of given)
        await warnOfUnknownBranch(context, '--mapping-branch-id', String(mappingBranchId));
    }
    const idOf = branchIdOf(context);
    const records = given.map((task) => ({ ...task, mappingBranchId: idOf(String(task.mappingBranchId)) }));
    refuseRepeated(records, file?.name);
    const [{ findTask }, { replyOf }] = await Promise.all([
      import('../../blink/find-task.ts'),
      import('../../blink/answers/reply.ts'),
    ]);
    await runPlan(context, flags, {
      command: 'task create',
      kind: 'task',
      records,
      file,
      endpoint: endpoints.createTask,
      idOf: keyOf,
      hashOf: ({ pickUpTime: _, deliveryTime: __, ...task }) => jsonHash(task),
      body: ([task]) => task,
      read: (reply) => ({ as: [replyOf(TaskReply, endpoints.createTask, reply).data.taskId] }),
      once: {
        look: (client, { mappingKey }, limits) => findTask(client, String(mappingKey), limits),
        lookedUpBy: ({ mappingKey }) => `blink task status ${shellWord(String(mappingKey))}`,
        again: flags.again ?? false,
      },
      question: `create ${plural(records.length, 'task')}`,
      intent: newTaskIntent,
      done: ({ pickUpTime, deliveryTime }, { as, doneAt }) => {
        const task = as === undefined ? 'is a task' : `is task ${as}`;
        if (doneAt !== undefined)
          return `${task} since ${localTime(doneAt)}: not sent again (--again does so)`;
        return `${task}: picked up ${bothClocks(pickUpTime)}, delivered ${bothClocks(deliveryTime)}`;
      },
      columns: [{ key: 'taskId', header: 'Task', value: ({ as }) => as }],
    });
  },
);

/** The key that tells one delivery from another: blanks around it make no other. */
function keyOf({ mappingKey }: TaskCreate): string {
  return String(mappingKey).trim().normalize('NFC');
}

/** @throws CliError `invalid_input` where two tasks have one mapping key: nobody could tell them apart afterwards */
function refuseRepeated(tasks: readonly TaskCreate[], file: string | undefined): void {
  const seen = new Set<string>();
  const repeated = tasks.map(keyOf).find((key) => seen.size === seen.add(key).size);
  if (repeated === undefined) return;
  throw new CliError('invalid_input', `Two tasks have the mapping key ${repeated}. Nothing was sent.`, {
    details: [{ file, field: 'mappingKey', value: repeated, expected: 'another key for each task' }],
    hint: 'Give each task a key of its own, such as the number of the order and a letter.',
  });
}
