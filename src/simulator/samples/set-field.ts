import { CliError } from '../../errors.ts';
import { nearest } from '../../spelling.ts';

/** A change of one field: where it is, in steps, and what was typed for it. */
export interface FieldChange {
  path: readonly string[];
  text: string;
}

/**
 * Takes `products.0.quantity=3` apart.
 * @throws CliError `usage`
 */
export function parseChange(typed: string): FieldChange {
  const at = typed.indexOf('=');
  const path = typed.slice(0, Math.max(0, at)).split('.');
  if (path.every((step) => step.trim() !== '')) return { path, text: typed.slice(at + 1) };
  throw new CliError('usage', `--set needs field=value, got "${typed}".`, {
    hint: 'Fields inside others are named with dots: --set products.0.quantity=3',
  });
}

/**
 * Changes a field of a sample in place. The value is JSON where it can be read so, else text; a number for a field that
 * Blink sends as text, such as `blink_order_id`, stays text. The last step may name a field that is not there yet.
 * @returns true when the field was there
 * @throws CliError `usage` when the path leads nowhere
 */
export function setField(sample: object, { path, text }: FieldChange): boolean {
  const name = path.join('.');
  let holder: object = sample;
  for (const step of path.slice(0, -1)) {
    const inner: unknown = Object.hasOwn(holder, step) ? Reflect.get(holder, step) : undefined;
    if (typeof inner !== 'object' || inner === null) throw leadsNowhere(name, step, holder);
    holder = inner;
  }
  const last = path.at(-1) ?? '';
  const known = Object.hasOwn(holder, last);
  if (Array.isArray(holder) && !isNextOrKnown(holder, last)) throw leadsNowhere(name, last, holder);
  const before: unknown = known ? Reflect.get(holder, last) : undefined;
  const value = readValue(text, before);
  // Not a plain assignment, for which a field called __proto__ would be something else.
  Reflect.defineProperty(holder, last, { value, writable: true, enumerable: true, configurable: true });
  return known;
}

function isNextOrKnown(list: readonly unknown[], step: string): boolean {
  return /^(0|[1-9]\d{0,5})$/.test(step) && Number(step) <= list.length;
}

function readValue(text: string, before: unknown): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'number' && typeof before === 'string' ? text : value;
  } catch {
    return text;
  }
}

function leadsNowhere(name: string, step: string, holder: object): CliError {
  if (Array.isArray(holder)) {
    const places = holder.length === 0 ? 'is empty' : `has the places 0 to ${holder.length - 1}`;
    return new CliError('usage', `--set ${name}: "${step}" is no place in this list, which ${places}.`);
  }
  const meant = nearest(step, Object.keys(holder));
  return new CliError('usage', `--set ${name}: the sample has nothing inside "${step}".`, {
    hint: meant ? `Did you mean ${meant}?` : `It has ${Object.keys(holder).join(', ')}.`,
  });
}
