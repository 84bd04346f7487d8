import { TaskCreate, TaskUpdate } from '../../blink/contract/task.ts';
import { kinds } from '../cells/cells.ts';
import type { Fields } from '../drafts/draft.ts';
import { type FileKind, recordColumn, recordKind } from './file-kind.ts';
import { deliveryFields, referenceFields, type TaskField, typeField } from './task-columns.ts';

const columnOf = ({ name, kind, required }: TaskField) => recordColumn(name, kind, required);
const optional = (field: TaskField): TaskField => ({ ...field, required: false });

/** A task to create, with what it says unless told otherwise. */
export function newTask(fields: Fields): Fields {
  return { ...fields, mappingCode: fields.mappingCode ?? fields.mappingKey, type: fields.type ?? 1 };
}

/** Files of tasks to create: Blink's own field names as headers. */
export const newTasks: FileKind<TaskCreate> = recordKind({
  list: 'tasks',
  columns: [...referenceFields, ...deliveryFields, optional(typeField)].map(columnOf),
  toBody: newTask,
  schema: TaskCreate,
});

/** Files of tasks to change: `taskId`, `type`, and the fields that change. */
export const changedTasks: FileKind<TaskUpdate> = recordKind({
  list: 'tasks',
  columns: [
    recordColumn('taskId', kinds.id, true),
    columnOf(typeField),
    ...deliveryFields.map(optional).map(columnOf),
  ],
  schema: TaskUpdate,
});
