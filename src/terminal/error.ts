import type { CliError } from '../errors.ts';
import { cleanText, safeJson } from './clean.ts';
import { describeProblems } from './problem.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

const mostShown = 50;

/** An error for a person, in lines of `width` characters at most: what happened, where, what to do next. */
export function errorText(error: CliError, style: Style, width = Number.POSITIVE_INFINITY): string {
  const { shown, left } = describeProblems(error.details ?? [], mostShown);
  const lines = [
    ...shown,
    ...(left > 0 ? [`… and ${left} more.`] : []),
    ...(shown.length > 0 ? [''] : []),
    // A no to a question is an answer, not a failure.
    error.code === 'declined'
      ? cleanText(error.message)
      : `${style.bad('Error:')} ${cleanText(error.message)}`,
    ...(error.hint ? [`  ${cleanText(error.hint)}`] : []),
  ];
  return `${lines.map((line) => wrap(line, width)).join('\n')}\n`;
}

/** An error for a script: one line of JSON with stable keys. */
export function errorJson({ code, message, hint, exitCode, details }: CliError): string {
  return `${safeJson({ error: { code, message, hint, exitCode, details } })}\n`;
}
