import type { Draft, Fields } from '../../drafts/draft.ts';
import { columnsOf, type Level } from '../../sheet/columns.ts';

const requiredOf = (level: Level) => columnsOf(level).filter((column) => column.required);

const required = {
  product: requiredOf('product'),
  category: requiredOf('category'),
  branch: requiredOf('branch'),
  modifier: requiredOf('modifier'),
  option: requiredOf('option'),
  optionBranch: requiredOf('optionBranch'),
  record: [],
};

/** True where none of the fields is missing that this level needs; what is below it is not looked at. */
export function hasRequired(level: Level, fields: Fields): boolean {
  return required[level].every(({ key }) => fields[key] !== undefined);
}

/** True for a product that can be compared with others, whatever else of it was refused. */
export function isComparable(product: Draft): boolean {
  const { id, sku } = product.fields;
  return id !== undefined && sku !== undefined && isCompleteBelow(product);
}

function isComplete(draft: Draft): boolean {
  return hasRequired(draft.level, draft.fields) && isCompleteBelow(draft);
}

function isCompleteBelow({ level, category, branches, modifiers, options }: Draft): boolean {
  return (
    (level !== 'product' || (category !== undefined && isComplete(category))) &&
    (branches === undefined || branches.every(isComplete)) &&
    (modifiers === undefined || modifiers.every(isComplete)) &&
    (options === undefined || options.every(isComplete))
  );
}
