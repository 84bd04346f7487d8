import type { CliError } from '../errors.ts';
import { cleanText } from './clean.ts';
import { describeProblem } from './problem.ts';
import type { Style } from './style.ts';

const mostShown = 50;

/** An error for a person: what happened, where, what to do next. */
export function errorText(error: CliError, style: Style): string {
  const details = error.details ?? [];
  const shown = details.slice(0, mostShown).map(describeProblem);
  const rest = details.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [`… and ${rest} more.`] : []),
    ...(shown.length > 0 ? [''] : []),
    `${style.bad('Error:')} ${cleanText(error.message)}`,
    ...(error.hint ? [`  ${cleanText(error.hint)}`] : []),
    '',
  ].join('\n');
}

/** An error for a script: one line of JSON with stable keys. */
export function errorJson({ code, message, hint, exitCode, details }: CliError): string {
  return `${JSON.stringify({ error: { code, message, hint, exitCode, details } })}\n`;
}
