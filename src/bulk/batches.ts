import type { BlinkError } from '../blink/error.ts';
import type { Refusal } from './report.ts';

/** Positions of records, so many together as go into one request. */
export function batchesOf(indexes: readonly number[], size: number): (readonly number[])[] {
  return Array.from({ length: Math.ceil(indexes.length / size) }, (_, batch) =>
    indexes.slice(batch * size, (batch + 1) * size),
  );
}

/** A batch in two, to find the record that a refusal does not name. */
export function halves(indexes: readonly number[]): (readonly number[])[] {
  const middle = Math.ceil(indexes.length / 2);
  return [indexes.slice(0, middle), indexes.slice(middle)];
}

/** What a 422 says about single records. A field that belongs to none of them names none. */
export function namedRecords(
  error: BlinkError,
  indexes: readonly number[],
  list: string | undefined,
): Refusal[] {
  return Object.entries(error.fields).flatMap(([name, messages]) => {
    const [head, position, ...field] = name.split('.');
    const index = list === undefined ? indexes[0] : head === list ? indexes[Number(position)] : undefined;
    if (index === undefined) return [];
    return messages.map((message) => ({
      index,
      field: list === undefined ? name : field.join('.'),
      message: list === undefined ? message : withoutPosition(message, `${list}.${position}`),
    }));
  });
}

/** Where a record stood in its request says nothing to a person, who is told which record it is. */
function withoutPosition(message: string, record: string): string {
  return message.replaceAll(`${record}.`, '').replaceAll(new RegExp(`\\b${record}\\b`, 'g'), 'record');
}
