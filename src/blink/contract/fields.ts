import * as v from 'valibot';

/**
 * The scalar kinds of Blink's tables. Each message completes the sentence "expected …", and is read by
 * the operator, by the simulator's answers and by nobody else.
 */

const saysSomething = (value: string) => value.trim() !== '';

const anId = 'an id as text, like "12345"';

/** An id. Blink's tables say string, its samples also show numbers; both are accepted, text is what we write. */
export const id = v.union(
  [v.pipe(v.string(), v.check(saysSomething, anId)), v.pipe(v.number(), v.safeInteger(anId))],
  anId,
);

/** Text that must say something. */
export const text = v.pipe(v.string('text'), v.check(saysSomething, 'text that is not blank'));

/** Text that may be empty or null. */
export const nullableText = v.nullable(v.string('text or null'));

/** An amount of money as Blink's tables want it: a JSON number of rupees, not text. */
export const money = v.pipe(
  v.number('a number like 1250 or 1250.5'),
  v.finite('a number like 1250 or 1250.5'),
  v.minValue(0, 'an amount that is not negative'),
);

/** A count: a whole number from 0. */
export const count = v.pipe(
  v.number('a whole number like 12'),
  v.safeInteger('a whole number like 12'),
  v.minValue(0, 'a whole number from 0'),
);

/** A yes or no. Tables say boolean, samples also show 1 and 0. */
export const flag = v.union([v.boolean(), v.picklist([0, 1])], 'true or false');

/** An amount in an answer or an event: Blink sends numbers, texts such as "39.000", and null. */
export const moneyRead = v.nullish(v.union([v.number(), v.string()], 'an amount'));
