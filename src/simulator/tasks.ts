import { createHash } from 'node:crypto';
import { parse } from '../contract/check.ts';
import { TaskCreate, type TaskEventId, TaskUpdate, taskEvents } from '../contract/task.ts';
import type { Answer, Call } from './call.ts';
import type { KeptTask } from './kept.ts';
import { type FieldError, fieldErrors, invalid, refused, required } from './laravel.ts';
import { riders } from './seed/riders.ts';
import { eventAfter, isFinal } from './walk.ts';

const firstNumber = 10_001;

/** `POST /api/client/task`: a new delivery, known from then on by its mapping key. */
export async function createTask({ body, simulator }: Call): Promise<Answer> {
  const checked = parse(TaskCreate, body);
  if ('issues' in checked) return invalid(fieldErrors(checked.issues, body));
  const fields = checked.value;
  const wrongTimes = timesOutOfOrder(fields);
  if (wrongTimes.length > 0) return invalid(wrongTimes);
  const mappingKey = String(fields.mappingKey);

  return simulator.stores.tasks.change(({ tasks }) => {
    if (tasks.some((task) => task.mappingKey === mappingKey)) {
      return { answer: invalid([['mappingKey', 'The mappingKey has already been taken.']]) };
    }
    const taskId = `KHIAB-${firstNumber + tasks.length}`;
    const task = { taskId, mappingKey, createdAt: simulator.clock(), updated: false, fields };
    return { answer: receipt(20, task), next: { tasks: [...tasks, task] } };
  });
}

/** `PUT /api/client/task`: changes the fields that are given, until the task has come to its end. */
export async function updateTask({ body, simulator }: Call): Promise<Answer> {
  const checked = parse(TaskUpdate, body);
  if ('issues' in checked) return invalid(fieldErrors(checked.issues, body));
  const { taskId: given, ...changes } = checked.value;
  const taskId = String(given);

  return simulator.stores.tasks.change(({ tasks }) => {
    const task = tasks.find((other) => other.taskId === taskId);
    if (task === undefined) return { answer: refused(404, `Blink simulator: no task ${taskId}`) };
    const event = eventOf(task, simulator.clock());
    if (isFinal(event)) {
      return { answer: invalid([['taskId', `The task ${taskId} has ended: ${taskEvents[event]}.`]]) };
    }
    const { pickUpTime = task.fields.pickUpTime, deliveryTime = task.fields.deliveryTime } = changes;
    const fields = { ...task.fields, ...changes, pickUpTime, deliveryTime };
    const wrongTimes = timesOutOfOrder(fields);
    if (wrongTimes.length > 0) return { answer: invalid(wrongTimes) };
    const next = { ...task, fields, updated: true };
    return {
      answer: receipt(21, next),
      next: { tasks: tasks.map((other) => (other === task ? next : other)) },
    };
  });
}

/** `GET /api/client/task/status?mappingKey=K`: the task's latest event. */
export function taskStatus({ query, simulator }: Call): Answer {
  const mappingKey = query.get('mappingKey') ?? '';
  if (mappingKey.trim() === '') return invalid([required('mappingKey')]);
  const task = simulator.stores.tasks.read().tasks.find((other) => other.mappingKey === mappingKey);
  if (task === undefined) return refused(404, 'Blink simulator: no task with this mappingKey');

  const event = eventOf(task, simulator.clock());
  const seed = createHash('sha256').update(task.taskId).digest();
  const data = {
    taskId: task.taskId,
    type: task.fields.type,
    reason: event === 28 ? 'The customer cancelled the order (simulator)' : '',
    agent: event < 23 ? null : riders[seed.readUInt8() % riders.length],
    // A host that can't exist: nobody shall take the link for one of Blink's.
    trackingLink: `https://blink-simulator.invalid/tracking/${seed.toString('base64url').slice(0, 21)}`,
  };
  return { status: 200, body: { eventId: event, event: taskEvents[event], data } };
}

function receipt(event: TaskEventId, { taskId, fields }: KeptTask): Answer {
  return {
    status: 201,
    body: { eventId: event, event: taskEvents[event], data: { taskId, type: fields.type } },
  };
}

function eventOf({ createdAt, mappingKey, updated }: KeptTask, now: number): TaskEventId {
  const event = eventAfter(now - createdAt, mappingKey);
  return event === 20 && updated ? 21 : event;
}

function timesOutOfOrder({ pickUpTime, deliveryTime }: KeptTask['fields']): FieldError[] {
  if (Date.parse(deliveryTime) >= Date.parse(pickUpTime)) return [];
  return [['deliveryTime', 'The deliveryTime must be a date after or equal to pickUpTime.']];
}
