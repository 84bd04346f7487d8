import * as v from 'valibot';
import { parse } from '../../blink/contract/check.ts';
import type { AuditFinding } from './audit.ts';

const Known = v.object({
  rule: v.string(),
  about: v.array(v.union([v.string(), v.number()])),
  value: v.optional(v.union([v.string(), v.number()])),
});

const Baseline = v.object({ version: v.literal(1), findings: v.array(Known) });

/** Findings that somebody has seen and lives with, as text for a file: a line each, in an order that does not change. */
export function baselineText(findings: readonly AuditFinding[]): string {
  const lines = findings.map((finding) => `    ${JSON.stringify(known(finding))}`).sort();
  return `{\n  "version": 1,\n  "findings": [\n${[...new Set(lines)].join(',\n')}\n  ]\n}\n`;
}

/**
 * The findings that a baseline does not know. A price or a text that has changed since is new again.
 * @param text of a baseline file
 * @returns undefined where this is no baseline
 */
export function newSince(text: string, findings: readonly AuditFinding[]): AuditFinding[] | undefined {
  const read = parse(Baseline, json(text));
  if ('issues' in read) return undefined;
  const seen = new Set(read.value.findings.map(keyOf));
  return findings.filter((finding) => !seen.has(keyOf(known(finding))));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function known({ rule, about, value }: AuditFinding): v.InferOutput<typeof Known> {
  return { rule: rule.id, about: about.map(String), value };
}

function keyOf({ rule, about, value }: v.InferOutput<typeof Known>): string {
  return JSON.stringify([rule, about.map(String), value]);
}
