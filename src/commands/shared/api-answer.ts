import { withoutSecrets } from '../../blink/answers/redact.ts';
import type { RawAnswer } from '../../blink/client.ts';
import type { Context } from '../../session/context.ts';
import { cleanText } from '../../terminal/clean.ts';

/**
 * The answer as it came, without the secrets it was got with, should the server repeat them; indented and cleaned for
 * a person, one line a page where there are several.
 */
export async function printAnswer(
  { api, io, output }: Context,
  { status, headers, text }: RawAnswer,
  include: boolean,
  paginate: boolean,
): Promise<void> {
  const blanked = (said: string) => withoutSecrets(said, api.secrets());
  const person = io.stdout.isTTY === true;
  if (include) {
    const head = [
      `HTTP ${status}`,
      ...Object.entries(headers).map(([name, value]) => blanked(`${name}: ${String(value)}`)),
    ];
    await output.data(`${head.map((line) => (person ? cleanText(line) : line)).join('\n')}\n\n`);
  }
  const body = blanked(text);
  // Once more: what JSON wrote in escapes stands in letters now.
  if (person) await output.data(blanked(pretty(body)));
  else await output.data(paginate ? `${body.trimEnd()}\n` : body);
}

/** The number of the page after this one, as Laravel's pages say it, themselves or in Blink's envelope. */
export function nextPage(text: string): number | undefined {
  const body = Object(parsed(text));
  const { current_page: current, last_page: last } = 'last_page' in body ? body : Object(body.data);
  return typeof current === 'number' && typeof last === 'number' && current < last ? current + 1 : undefined;
}

/** The value of a JSON text; of any other, the text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function pretty(text: string): string {
  const value = parsed(text);
  const lines = typeof value === 'string' ? [text] : JSON.stringify(value, null, 2).split('\n');
  return text === '' ? '' : `${lines.map(cleanText).join('\n')}\n`;
}
