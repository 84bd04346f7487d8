import * as v from 'valibot';
import { id, text } from './fields.ts';
import { idOf, readObject, readObjectIfAny, readText, readWhole } from './lenient.ts';

/** A delivery's events by Blink's number; 27 and 28 are final ("Event Id" table of the logistics page). */
export const taskEvents = {
  20: 'TASK_CREATED',
  21: 'TASK_UPDATED',
  22: 'TASK_UNASSIGN',
  23: 'TASK_ASSIGNED',
  24: 'TASK_ACCEPTED',
  25: 'TASK_ARRIVED',
  26: 'TASK_STARTED',
  27: 'TASK_FINISHED',
  28: 'TASK_CANCELLED',
  29: 'TASK_REASSIGNED',
} as const;

export type TaskEventId = keyof typeof taskEvents;

const amount = v.pipe(v.number('an amount like 120'), v.finite('an amount like 120'));
const utc = v.pipe(
  v.string('a time in UTC, like 2024-06-06T04:29:15.000Z'),
  v.isoTimestamp('a time in UTC, like 2024-06-06T04:29:15.000Z'),
  v.endsWith('Z', 'a time in UTC, like 2024-06-06T04:29:15.000Z'),
);

const degrees = (limit: number, example: string) => {
  const expected = `degrees as text, like "${example}"`;
  return v.pipe(
    v.string(expected),
    v.regex(/^-?\d{1,3}(\.\d+)?$/, expected),
    v.check((value) => Math.abs(Number(value)) <= limit, expected),
  );
};

const optionalFields = {
  discountCode: v.optional(v.string('text')),
  tax: v.optional(amount),
  taxPercent: v.optional(amount),
  discount: v.optional(amount),
  deliveryCharges: v.optional(amount),
  subTotal: v.optional(amount),
  description: v.optional(v.string('text')),
  instruction: v.optional(v.string('text')),
  customerEmail: v.optional(v.string('text')),
};

const deliveryFields = {
  paymentType: v.picklist(['COD', 'ONLINE'], 'COD or ONLINE'),
  customerName: text,
  customerAddress: text,
  customerPhone: text,
  lat: degrees(90, '24.871641'),
  lng: degrees(180, '67.059906'),
  pickUpTime: utc,
  deliveryTime: utc,
};

const type = v.picklist([1, 2], '1 (normal) or 2 (return)');

/** The body of `POST /api/client/task`. Money in rupees, times in UTC, coordinates as text. */
export const TaskCreate = v.looseObject({
  mappingKey: id,
  mappingCode: id,
  mappingBranchId: id,
  ...deliveryFields,
  ...optionalFields,
  type,
});

/** The body of `PUT /api/client/task`: the task, its type, and whatever changes. */
export const TaskUpdate = v.looseObject({
  taskId: id,
  type,
  ...v.partial(v.object(deliveryFields)).entries,
  ...optionalFields,
});

const nullishText = v.nullish(v.string('text'));

/** What Blink documents as the answer to a task call, and that it posts when a task changes. The simulator does so. */
export const TaskEvent = v.looseObject({
  eventId: v.pipe(v.number('a number'), v.integer('a whole number')),
  event: v.string('text'),
  data: v.looseObject({
    taskId: id,
    type: v.nullish(v.number('a number')),
    reason: nullishText,
    agent: v.nullish(v.looseObject({ name: nullishText, contact: nullishText })),
    trackingLink: nullishText,
  }),
});

const dataRead = {
  type: readWhole,
  reason: readText,
  agent: readObjectIfAny(v.looseObject({ name: readText, contact: readText })),
  trackingLink: readText,
};

const head = { eventId: readWhole, event: readText };

/** A change of a delivery as it came, whatever its fields are. What is not known of is left in it. */
export const TaskRead = v.pipe(
  v.looseObject({ ...head, data: readObject(v.looseObject({ taskId: readText, ...dataRead })) }),
  v.transform(withBothNames),
);

const anId = 'an id like "XYZAB-12345"';

/** The answer to a task call, as it came: without its task's id it is none. */
export const TaskReply = v.pipe(
  v.looseObject({
    ...head,
    data: v.looseObject({
      taskId: v.pipe(v.unknown(), v.transform(idOf), v.string(anId)),
      ...dataRead,
    }),
  }),
  v.transform(withBothNames),
);

/** Names the event by its number and by its word, where one of them says the other. */
function withBothNames<T extends { eventId?: number | undefined; event?: string | undefined }>(task: T) {
  const named = Object.entries(taskEvents).find(([, name]) => name === task.event?.trim().toUpperCase());
  const number = task.eventId ?? (named === undefined ? undefined : Number(named[0]));
  const name = Object.entries(taskEvents).find(([id]) => Number(id) === number)?.[1];
  return {
    ...task,
    eventId: number,
    event: task.event ?? name ?? (number === undefined ? '' : String(number)),
  };
}

export type TaskCreate = v.InferOutput<typeof TaskCreate>;
export type TaskUpdate = v.InferOutput<typeof TaskUpdate>;
export type TaskEvent = v.InferOutput<typeof TaskEvent>;
export type TaskRead = v.InferOutput<typeof TaskRead>;
export type TaskReply = v.InferOutput<typeof TaskReply>;
