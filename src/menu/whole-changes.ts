import type { FieldChange } from './diff.ts';

/**
 * The changes of a product with one for each branch, modifier or option that came or went, instead of one for each of its
 * fields: `branches[64]`, before `price 560`, after undefined.
 */
export function wholeChanges(changes: readonly FieldChange[]): FieldChange[] {
  const things = comersAndGoers(changes);
  const told = new Set<string>();
  return changes.flatMap((change): FieldChange[] => {
    const thing = things.find((one) => change.field.startsWith(`${one}.`));
    // A list that is left without anything is told of by what went.
    if (thing === undefined) return things.some((one) => one.startsWith(`${change.field}[`)) ? [] : [change];
    if (told.has(thing)) return [];
    told.add(thing);
    const ofIt = changes.filter(({ field }) => field.startsWith(`${thing}.`));
    const isGone = ofIt.some(({ field, after }) => field === `${thing}.id` && after === undefined);
    return [
      isGone
        ? { field: thing, before: summary(thing, ofIt, 'before'), after: undefined }
        : { field: thing, before: undefined, after: summary(thing, ofIt, 'after') },
    ];
  });
}

const idField = '.id';

/** Those that stand in no other that came or went. */
function comersAndGoers(changes: readonly FieldChange[]): string[] {
  const things = changes
    .filter(({ field, before, after }) => {
      return field.endsWith(`]${idField}`) && (before === undefined || after === undefined);
    })
    .map(({ field }) => field.slice(0, -idField.length));
  return things.filter((thing) => !things.some((other) => thing.startsWith(`${other}.`)));
}

/** What a branch, modifier or option is called and costs. */
function summary(thing: string, changes: readonly FieldChange[], when: 'before' | 'after'): string {
  const value = (key: string) =>
    changes.find(({ field }) => field === `${thing}.${key}`)?.[when] ?? undefined;
  const [name, price] = [value('name'), value('price')];
  const parts = [name, price === undefined ? undefined : `price ${price}`];
  return parts.filter((part) => part !== undefined).join(', ') || 'no price of its own';
}
