/** A form in which names may be nested as PHP nests them. */
interface Branch {
  [name: string]: string | Branch;
}

/** A word, an equals sign: what is neither a form nor JSON has rarely this at its start. */
const formStart = /^[\w.%+-]+(?:\[|%5B|=)/i;

/** Deeper than `products[0][options][0][name]` by far. */
const deepest = 10;

/**
 * Reads `application/x-www-form-urlencoded`, nested as PHP frameworks write it: `products[0][name]=Naan`. Every value is
 * text. Lists come as objects with numbers for keys.
 * @returns undefined for what is no form
 */
export function readForm(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!formStart.test(text)) return undefined;
  const form: Branch = Object.create(null);
  for (const [name, value] of new URLSearchParams(text.trim())) put(form, stepsOf(name), value);
  return Object.fromEntries(Object.entries(form));
}

function stepsOf(name: string): readonly string[] {
  const [, first = name, rest = ''] = /^([^[]+)((?:\[[^\]]*\])*)$/.exec(name) ?? [];
  const steps = [first, ...Array.from(rest.matchAll(/\[([^\]]*)\]/g), ([, step = '']) => step)];
  return steps.length > deepest ? [name] : steps;
}

function put(form: Branch, steps: readonly string[], value: string): void {
  let holder = form;
  for (const step of steps.slice(0, -1)) {
    const name = nameIn(holder, step);
    const inner = holder[name];
    const next: Branch = typeof inner === 'object' ? inner : Object.create(null);
    holder[name] = next;
    holder = next;
  }
  holder[nameIn(holder, steps.at(-1) ?? '')] = value;
}

/** `products[]` is the next of a list. */
function nameIn(holder: Branch, step: string): string {
  return step === '' ? String(Object.keys(holder).length) : step;
}
