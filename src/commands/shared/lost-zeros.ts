import { zerosLostSince } from '../../files/cells/lost-zeros.ts';
import type { Path, Problem } from '../../files/problem.ts';
import type { Context } from '../../session/context.ts';
import { describeProblems } from '../../terminal/problem.ts';

const mostWarnings = 5;

/**
 * Warns of ids that the last import had with zeros before them: what goes by them now are other products for Blink.
 * @param locate says where in the file values of its products stand
 */
export async function warnOfLostZeros(
  { output }: Context,
  before: Parameters<typeof zerosLostSince>[0],
  after: Parameters<typeof zerosLostSince>[1],
  locate: (paths: readonly Path[]) => Promise<readonly Problem[]>,
): Promise<void> {
  const findings = zerosLostSince(before, after);
  if (findings.length === 0) return;
  const places = await locate(findings.flatMap(({ path }) => (path ? [path] : [])));
  const problems = findings.map(({ message, value }, i) => ({ ...places[i], message, value }));
  const { shown, left } = describeProblems(problems, mostWarnings);
  const more = left > 0 ? [`… and ${left} more.`] : [];
  output.warn([...shown.map((text) => `Warning: ${text}`), ...more].join('\n'));
}
