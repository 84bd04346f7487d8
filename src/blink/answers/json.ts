/** Deeper than any answer of Blink's, and far from what would overflow a stack that walks it. */
const deepest = 200;

/** The JSON value of a text, or what is wrong with it. A key like `__proto__` is an ordinary key of the value. */
export function parseJson(text: string): { value: unknown } | { wrong: 'not_json' | 'too_deep' } {
  if (depthOf(text) > deepest) return { wrong: 'too_deep' };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { wrong: 'not_json' };
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') most = Math.max(most, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return most;
}
