import type { MenuProduct } from '../../../blink/contract/menu.ts';
import type { FileOf } from '../../../files/kinds/file-kind.ts';
import type { Problem } from '../../../files/problem.ts';
import type { AuditFinding } from '../../../menu/audit/audit.ts';
import { groupBy, type Severity } from '../../../menu/audit/rule.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { RecordColumn } from '../../../terminal/output.ts';
import { describeProblem } from '../../../terminal/problem.ts';
import type { Style } from '../../../terminal/style.ts';
import { plural } from '../../shared/words.ts';

/** A finding and where it stands in the operator's file, as far as that is known. */
export interface PlacedFinding {
  finding: AuditFinding;
  place: Problem | undefined;
}

/** Where findings stand in the file of a menu that could be read whole; nowhere for one about the whole menu. */
export async function placesOf(
  menu: FileOf<MenuProduct>,
  findings: readonly AuditFinding[],
): Promise<(Problem | undefined)[]> {
  const places = await menu.locate(
    findings.map(({ path: [, index, ...field] }) => ({ index: Number(index), field: field.join('.') })),
  );
  return findings.map(({ path }, i) => (path.length === 0 ? undefined : places[i]));
}

export interface AuditSummary {
  file: string;
  score: number;
  counts: Record<Severity, number>;
  known: number;
}

const mostOfARule = 10;

/** An audit in words: the score, then what was found, rule by rule, worst first. */
export function auditText(
  placed: readonly PlacedFinding[],
  { file, score, counts, known }: AuditSummary,
  style: Style,
): string {
  const total = placed.length;
  const many = Object.entries(counts).flatMap(([severity, count]) =>
    count > 0 ? [`${count} ${severity}`] : [],
  );
  const found = total === 0 ? 'nothing found' : `${plural(total, 'finding')} (${many.join(', ')})`;
  const before = known > 0 ? `, and ${known} that the baseline knows` : '';
  const parts = [`${style.strong(`${cleanText(file)}: ${score} of 100`)}, ${found}${before}.`];
  for (const group of groupBy(placed, ({ finding }) => finding.rule.id).values()) {
    parts.push('', ...groupLines(group, style));
  }
  return parts.join('\n');
}

function groupLines(group: readonly PlacedFinding[], style: Style): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { id, severity, title, why } = first.finding.rule;
  const look = { high: style.bad, medium: style.caution, low: style.dim }[severity];
  const lines = [
    `${look(severity)}  ${style.strong(title)} ${style.dim(`(${id}, ${group.length})`)}`,
    `  ${style.dim(why)}`,
    ...group.slice(0, mostOfARule).map(({ finding: { message }, place }) => {
      const { row, line, column, field } = place ?? {};
      return `  ${describeProblem({ row, line, column, field, message })}`;
    }),
  ];
  const left = group.length - mostOfARule;
  return left > 0 ? [...lines, style.dim(`  … and ${left} more: --output csv shows all of them`)] : lines;
}

/** A finding for scripts. */
export interface FindingRow {
  rule: string;
  severity: Severity;
  product: string | null;
  name: string | null;
  message: string;
  row: number | null;
  line: number | null;
  column: string | null;
  field: string | null;
  value: string | number | null;
}

/** The product is the only one or the first one that a finding is about; null where it is the whole menu. */
export function toRow({ finding, place }: PlacedFinding, products: readonly MenuProduct[]): FindingRow {
  const { rule, message, path, dishes, value = null } = finding;
  const product = path.length === 0 ? undefined : products[dishes[0] ?? -1];
  const { row = null, line = null, column = null, field = null } = place ?? {};
  return {
    rule: rule.id,
    severity: rule.severity,
    product: product ? String(product.id) : null,
    name: product?.name ?? null,
    message,
    row,
    line,
    column,
    field,
    value,
  };
}

export const findingColumns: readonly RecordColumn<FindingRow>[] = (
  ['rule', 'severity', 'product', 'name', 'message', 'row', 'line', 'column', 'field', 'value'] as const
).map((key) => ({ key, header: key, value: (row) => row[key] }));
