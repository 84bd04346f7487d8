import { TaskCreate, TaskUpdate } from '../../blink/contract/task.ts';
import { kinds } from '../cells/cells.ts';
import { type RecordKind, recordColumn } from './kind.ts';
import { deliveryFields, referenceFields, type TaskField, typeField } from './task-columns.ts';

const columnOf = ({ name, kind, required }: TaskField) => recordColumn(name, kind, required);
const optional = (field: TaskField): TaskField => ({ ...field, required: false });

/** Files of tasks to create: Blink's own field names as headers. */
export const newTasks: RecordKind<TaskCreate> = {
  list: 'tasks',
  columns: [...referenceFields, ...deliveryFields, optional(typeField)].map(columnOf),
  toBody: (fields) => ({
    ...fields,
    mappingCode: fields.mappingCode ?? fields.mappingKey,
    type: fields.type ?? 1,
  }),
  schema: TaskCreate,
};

/** Files of tasks to change: `taskId`, `type`, and the fields that change. */
export const changedTasks: RecordKind<TaskUpdate> = {
  list: 'tasks',
  columns: [
    recordColumn('taskId', kinds.id, true),
    columnOf(typeField),
    ...deliveryFields.map(optional).map(columnOf),
  ],
  toBody: (fields) => fields,
  schema: TaskUpdate,
};
