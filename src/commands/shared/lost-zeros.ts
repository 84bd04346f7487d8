import type { FileOf } from '../../files/kinds/file-kind.ts';
import { zerosLostSince } from '../../menu/lost-zeros.ts';
import type { Context } from '../../session/context.ts';
import { describeProblems } from '../../terminal/problem.ts';

const mostWarnings = 5;

/**
 * Warns of ids that the last import had with zeros before them: what goes by them now are other products for Blink.
 * @param locate says where in the file fields of its products stand
 */
export async function warnOfLostZeros(
  { output }: Context,
  before: Parameters<typeof zerosLostSince>[0],
  after: Parameters<typeof zerosLostSince>[1],
  locate: FileOf<unknown>['locate'],
): Promise<void> {
  const findings = zerosLostSince(before, after);
  if (findings.length === 0) return;
  const places = await locate(
    findings.map(({ path = [] }) => ({ index: Number(path[1]), field: String(path[2]) })),
  );
  const problems = findings.map(({ message, value }, i) => ({ ...places[i], message, value }));
  const { shown, left } = describeProblems(problems, mostWarnings);
  const more = left > 0 ? [`… and ${left} more.`] : [];
  output.warn([...shown.map((text) => `Warning: ${text}`), ...more].join('\n'));
}
