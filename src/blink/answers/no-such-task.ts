import { parseJson } from './json.ts';
import { isRecord } from './said.ts';

/** Statuses a service may say "there is none" with. */
const statuses: ReadonlySet<number> = new Set([200, 404, 422]);

/** Words of what stands before the service, or of its router, which knows nothing of tasks. */
const ofThePath = /\broutes?\b|\bcannot (get|post|put)\b|\burl\b|\bpath\b|\bpage\b|\bendpoint\b|\/|\bhttp/i;

/** How a service speaks of a record that it has looked for. */
const ofTheTask: readonly RegExp[] = [
  /\bno (such )?(task|delivery)\b/i,
  /\b(task|delivery)( (with|for|of) [^.]*)? (was |is )?(not found|not exist|does not exist|doesn't exist|could not be found)\b/i,
  /^no query results for model \[[\w\\]*task\]/i,
  /\bselected mapping[ _]?key is invalid\b/i,
];

/**
 * Whether an answer is the service's own word that there is no such task. A 404 alone is none: a gateway, a wrong path
 * and a service that is being installed answer so as well.
 */
export function saysNoSuchTask({ status, text }: { status: number; text: string }): boolean {
  if (!statuses.has(status)) return false;
  const parsed = parseJson(text);
  if ('wrong' in parsed || !isRecord(parsed.value)) return false;
  const { message, msg } = parsed.value;
  return [message, msg].some((said) => typeof said === 'string' && isOfTask(said));
}

function isOfTask(said: string): boolean {
  return !ofThePath.test(said) && ofTheTask.some((wording) => wording.test(said));
}
