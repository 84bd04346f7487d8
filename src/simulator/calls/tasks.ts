import {
  type TaskCreate,
  type TaskEvent,
  type TaskEventId,
  type TaskUpdate,
  taskEvents,
} from '../../blink/contract/task.ts';
import type { Call, Simulator } from '../call.ts';
import type { Answer } from '../http/answer.ts';
import { type FieldError, invalid, refused } from '../http/laravel.ts';
import type { KeptTask } from '../state/kept.ts';
import { eventOf, taskEvent } from '../tasks/event.ts';
import { isFinal } from '../tasks/walk.ts';

const firstNumber = 10_001;

/** `POST /api/client/task`: a new delivery, known from then on by its mapping key. */
export async function createTask({ simulator }: Call, fields: TaskCreate): Promise<Answer> {
  const wrongTimes = timesOutOfOrder(fields);
  if (wrongTimes.length > 0) return invalid(wrongTimes);
  const mappingKey = String(fields.mappingKey);

  const { answer, told } = await simulator.stores.tasks.change<Changed>(({ tasks }) => {
    if (tasks.some((task) => task.mappingKey === mappingKey)) {
      return { answer: { answer: invalid([['mappingKey', 'The mappingKey has already been taken.']]) } };
    }
    const taskId = `KHIAB-${firstNumber + tasks.length}`;
    const task = { taskId, mappingKey, createdAt: simulator.clock(), updated: false, fields };
    return {
      answer: { answer: receipt(20, task), told: taskEvent(task, 20) },
      next: { tasks: [...tasks, task] },
    };
  });
  if (told !== undefined) simulator.tell({ kind: 'task', event: told });
  return answer;
}

/** `PUT /api/client/task`: changes the fields that are given, until the task has come to its end. */
export async function updateTask(
  { simulator }: Call,
  { taskId: given, ...changes }: TaskUpdate,
): Promise<Answer> {
  const taskId = String(given);

  const { answer, told } = await simulator.stores.tasks.change<Changed>(({ tasks }) => {
    const task = tasks.find((other) => other.taskId === taskId);
    if (task === undefined) return { answer: { answer: noTask(taskId) } };
    const event = eventOf(task, simulator.clock());
    if (isFinal(event)) return { answer: { answer: hasEnded(taskId, event) } };
    const { pickUpTime = task.fields.pickUpTime, deliveryTime = task.fields.deliveryTime } = changes;
    const fields = { ...task.fields, ...changes, pickUpTime, deliveryTime };
    const wrongTimes = timesOutOfOrder(fields);
    if (wrongTimes.length > 0) return { answer: { answer: invalid(wrongTimes) } };
    const next = { ...task, fields, updated: true };
    return {
      answer: { answer: receipt(21, next), told: taskEvent(next, 21) },
      next: { tasks: tasks.map((other) => (other === task ? next : other)) },
    };
  });
  if (told !== undefined) simulator.tell({ kind: 'task', event: told });
  return answer;
}

/** `GET /api/client/task/status?mappingKey=K`: the task's latest event. */
export function taskStatus({ query, simulator }: Call): Answer {
  const mappingKey = query.get('mappingKey');
  const task = simulator.stores.tasks.read().tasks.find((other) => other.mappingKey === mappingKey);
  if (task === undefined) return refused(404, 'Blink simulator: no task with this mappingKey');

  return { status: 200, body: taskEvent(task, eventOf(task, simulator.clock())) };
}

/** Ends a task as if the customer had called it off. */
export async function cancelTask(simulator: Simulator, taskId: string, reason: string): Promise<Answer> {
  const { answer, told } = await simulator.stores.tasks.change<Changed>(({ tasks }) => {
    const task = tasks.find((other) => other.taskId === taskId);
    if (task === undefined) return { answer: { answer: noTask(taskId) } };
    const event = eventOf(task, simulator.clock());
    if (isFinal(event)) return { answer: { answer: hasEnded(taskId, event) } };
    const next = { ...task, cancelled: { at: simulator.clock(), reason } };
    const told = taskEvent(next, 28);
    return {
      answer: { answer: { status: 200, body: told }, told },
      next: { tasks: tasks.map((other) => (other === task ? next : other)) },
    };
  });
  if (told !== undefined) simulator.tell({ kind: 'task', event: told });
  return answer;
}

/** An answer, and what the webhooks are told because of it. */
interface Changed {
  answer: Answer;
  told?: TaskEvent;
}

function noTask(taskId: string): Answer {
  return refused(404, `Blink simulator: no task ${taskId}`);
}

function hasEnded(taskId: string, event: TaskEventId): Answer {
  return invalid([['taskId', `The task ${taskId} has ended: ${taskEvents[event]}.`]]);
}

function receipt(event: TaskEventId, { taskId, fields }: KeptTask): Answer {
  return {
    status: 201,
    body: { eventId: event, event: taskEvents[event], data: { taskId, type: fields.type } },
  };
}

function timesOutOfOrder({ pickUpTime, deliveryTime }: KeptTask['fields']): FieldError[] {
  if (Date.parse(deliveryTime) >= Date.parse(pickUpTime)) return [];
  return [['deliveryTime', 'The deliveryTime must be a date after or equal to pickUpTime.']];
}
