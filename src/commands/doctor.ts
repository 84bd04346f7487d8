import type { Diagnosis } from '../doctor/check.ts';
import { environmentOfCron } from '../doctor/cron.ts';
import { admit } from '../doctor/patient.ts';
import { CliError } from '../errors.ts';
import type { Context } from '../session/context.ts';
import type { RecordColumn } from '../terminal/output.ts';
import { wrap } from '../terminal/wrap.ts';
import { define, runsInAnyCase } from './shared/command.ts';
import { plural } from './shared/words.ts';

export default runsInAnyCase(
  define(
    (command) => command.option('--cron', 'look with the few variables that cron gives a job'),
    ['blink doctor --env local', 'blink doctor --json', 'blink doctor --cron --env production'],
    async (context, _, { cron = false }) => {
      const { output, signal } = context;
      const progress = await output.progress('Looking at this set-up…');
      const diagnoses = await diagnose(context, cron, signal).finally(() => progress.stop());
      await show(context, diagnoses);
      const wrong = diagnoses.filter(({ status }) => status === 'failed');
      if (wrong.length === 0) return;
      const titles = wrong.map(({ title }) => title.toLowerCase()).join(', ');
      throw new CliError('failed', `${plural(wrong.length, 'check')} failed: ${titles}.`);
    },
  ),
);

async function diagnose(context: Context, cron: boolean, signal: AbortSignal): Promise<Diagnosis[]> {
  const { io, now, output } = context;
  if (cron && io.platform === 'win32') {
    throw new CliError('usage', 'Windows has no cron.', {
      hint: 'A job of the Task Scheduler has the variables of its user: run "blink doctor" without --cron.',
    });
  }
  const [{ examine }, { allChecks }] = await Promise.all([
    import('../doctor/examine.ts'),
    import('../doctor/checks.ts'),
  ]);
  const env = cron ? environmentOfCron(io.env) : io.env;
  const patient = admit({ stdout: io.stdout, platform: io.platform, env }, chosenBy(context), {
    shell: cron ? io.env : undefined,
    warn: (message) => output.warn(message),
    now,
  });
  return examine(patient, allChecks({ cron }), signal);
}

/** The flags that a job may be given too. */
function chosenBy({ settings: { environment, profile } }: Context) {
  return {
    env: environment?.source === '--env' ? environment.value : undefined,
    profile: profile.source === '--profile' ? profile.value : undefined,
  };
}

async function show({ output }: Context, diagnoses: readonly Diagnosis[]): Promise<void> {
  if (output.format === 'json') {
    return output.json({ checks: diagnoses, ok: diagnoses.every(({ status }) => status !== 'failed') });
  }
  if (!output.forPeople) return output.records(diagnoses, columns);
  const { good, bad, caution, dim } = await output.style('stdout');
  const marks = { ok: good('✓'), warning: caution('!'), failed: bad('✗') };
  const lines = diagnoses.flatMap(({ status, title, detail, fix }) => {
    if (status === 'skipped') return [];
    const fixes = fix === undefined ? [] : fix.split('\n').map((line) => `    ${line}`);
    return [wrap(`${marks[status]} ${title}: ${detail}`, output.width('stdout')), ...fixes];
  });
  for (const line of notLookedAt(diagnoses)) lines.push(dim(wrap(line, output.width('stdout'))));
  await output.report(lines.join('\n'));
}

/** The checks that had nothing to look at, in a line for each reason. */
function notLookedAt(diagnoses: readonly Diagnosis[]): string[] {
  const titles = new Map<string, string[]>();
  for (const { status, title, detail } of diagnoses) {
    if (status === 'skipped') titles.set(detail, [...(titles.get(detail) ?? []), title.toLowerCase()]);
  }
  return [...titles].map(([why, which]) => `– ${which.join(', ')}: ${why}`);
}

const columns: readonly RecordColumn<Diagnosis>[] = [
  { key: 'id', header: 'Check', value: ({ id }) => id },
  { key: 'title', header: 'Title', value: ({ title }) => title },
  { key: 'status', header: 'Status', value: ({ status }) => status },
  { key: 'detail', header: 'Detail', value: ({ detail }) => detail },
  { key: 'fix', header: 'Fix', value: ({ fix }) => fix },
];
