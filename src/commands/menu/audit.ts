import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { MenuProduct } from '../../blink/contract/menu.ts';
import { CliError, messageOf } from '../../errors.ts';
import type { FileOf } from '../../files/kinds/file-kind.ts';
import { type AuditFinding, auditMenu, countBySeverity, scoreOf } from '../../menu/audit/audit.ts';
import { type Severity, severities } from '../../menu/audit/rule.ts';
import { rules } from '../../menu/audit/rules.ts';
import type { Context } from '../../session/context.ts';
import { shellWord } from '../../shell-word.ts';
import { define } from '../shared/command.ts';
import { readFlags, readMenuFile } from '../shared/reading.ts';
import { plural } from '../shared/words.ts';
import { refuseOverInput, writeFile } from '../shared/write-file.ts';
import { auditText, findingColumns, type PlacedFinding, placesOf, toRow } from './shared/audit-text.ts';

export default define(
  (command) =>
    readFlags(command.argument('<file>', 'a menu as CSV or JSON; - reads standard input'))
      .addOption(
        new Option('--min-severity <severity>', 'leave out findings that matter less')
          .choices(severities)
          .default('low' as const),
      )
      .addOption(
        new Option('--fail-on <severity>', 'exit with 1 where something matters this much or more').choices(
          severities,
        ),
      )
      .addOption(
        new Option('--rule <id>', 'look for this only; may be given several times')
          .choices(rules.map(({ id }) => id))
          .argParser((id, before: string[] | undefined) => [...(before ?? []), ruleNamed(id)]),
      )
      .option('--baseline <file>', 'show only what this file does not know')
      .option('--write-baseline <file>', 'write what is found to such a file'),
  ['blink menu audit menu.csv', 'blink menu audit menu.csv --baseline audit.json --fail-on medium'],
  async (context, [file], flags) => {
    await refuseOverInput(flags.writeBaseline, [file]);
    const menu = await readMenuFile(context, file, flags);
    const all = auditMenu(menu.items);
    const wanted = all.filter(
      ({ rule }) => matters(rule.severity, flags.minSeverity) && (flags.rule?.includes(rule.id) ?? true),
    );
    const shown = flags.baseline === undefined ? wanted : await newIn(flags.baseline, wanted);
    await show(context, menu, { all, shown, known: wanted.length - shown.length });
    if (flags.writeBaseline !== undefined) await writeBaseline(context, flags.writeBaseline, wanted);
    const { failOn } = flags;
    const failing = failOn === undefined ? [] : shown.filter(({ rule }) => matters(rule.severity, failOn));
    if (failing.length === 0) return;
    throw new CliError(
      'failed',
      `${plural(failing.length, 'finding')} in ${menu.name} at or above "${failOn}".`,
      {
        hint: 'Mend them, or keep them in a baseline: blink menu audit FILE --write-baseline audit.json',
      },
    );
  },
);

function ruleNamed(id: string): string {
  if (rules.some((rule) => rule.id === id)) return id;
  throw new InvalidArgumentError(`The rules are ${rules.map((rule) => rule.id).join(', ')}.`);
}

/** Whether a severity is `least` or worse. */
function matters(one: Severity, least: Severity): boolean {
  return severities.indexOf(one) <= severities.indexOf(least);
}

interface Audited {
  all: readonly AuditFinding[];
  shown: readonly AuditFinding[];
  /** How many findings the baseline knows. */
  known: number;
}

async function show(
  { output }: Context,
  menu: FileOf<MenuProduct>,
  { all, shown, known }: Audited,
): Promise<void> {
  const places = await placesOf(menu, shown);
  const placed = shown.map((finding, i): PlacedFinding => ({ finding, place: places[i] }));
  const rows = placed.map((one) => toRow(one, menu.items));
  const score = scoreOf(menu.items, all);
  const counts = countBySeverity(shown);
  if (output.format === 'json') return output.json({ file: menu.name, score, counts, known, findings: rows });
  if (!output.forPeople) return output.records(rows, findingColumns);
  const text = auditText(placed, { file: menu.name, score, counts, known }, await output.style('stdout'));
  await output.report(text);
}

async function newIn(path: string, findings: readonly AuditFinding[]): Promise<AuditFinding[]> {
  const [{ readFile }, { newSince }] = await Promise.all([
    import('node:fs/promises'),
    import('../../menu/audit/baseline.ts'),
  ]);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError('invalid_input', `Cannot read the baseline ${path}: ${messageOf(cause)}.`, {
      cause,
      hint: `To make one: blink menu audit FILE --write-baseline ${shellWord(path)}`,
    });
  });
  const fresh = newSince(text, findings);
  if (fresh !== undefined) return fresh;
  throw new CliError('invalid_input', `${path} is no baseline of this command.`, {
    hint: `To make one: blink menu audit FILE --write-baseline ${shellWord(path)}`,
  });
}

async function writeBaseline(
  { output }: Context,
  path: string,
  findings: readonly AuditFinding[],
): Promise<void> {
  const { baselineText } = await import('../../menu/audit/baseline.ts');
  await writeFile(path, baselineText(findings), `the baseline ${path}`);
  output.note(`${plural(findings.length, 'finding')} written to ${path}.`);
}
