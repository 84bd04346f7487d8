import type { Finding } from '../../finding.ts';
import { type CellRules, type DecimalSign, Refusal, type Seen, type Shown, Uncertain } from './cell-rules.ts';
import { readings, westernDigits } from './numerals.ts';

/**
 * One file writes its numbers in one way. What is certain in it (`12.5`, `1.250,00`) decides what is not
 * (`1.250`, which is 1250 in half of the world).
 */

/** What the numbers of a file show: the first of each sort, and how many different ones there are. */
export interface Witness {
  certain: Record<DecimalSign, { first: Seen; count: number } | undefined>;
  uncertain: Seen | undefined;
}

/** A witness for a file; undefined where flags say how its numbers are written. */
export function witnessFor({ thousands, decimalComma }: CellRules): Witness | undefined {
  if (thousands !== undefined || decimalComma) return undefined;
  return { certain: { '.': undefined, ',': undefined }, uncertain: undefined };
}

/** Takes note of a number and of what it was read as. One that is refused for what it is decides nothing. */
export function witnessNumber(witness: Witness, seen: Seen, read: unknown): void {
  if (read instanceof Refusal && !(read instanceof Uncertain)) return;
  const sign = signShown(seen.text);
  if (sign === undefined) return;
  if (sign === 'either') {
    witness.uncertain ??= seen;
    return;
  }
  const known = witness.certain[sign];
  if (known === undefined) witness.certain[sign] = { first: seen, count: 1 };
  else known.count += 1;
}

/** The sign that a number takes for decimals; undefined where it means the same under both. */
function signShown(text: string): DecimalSign | 'either' | undefined {
  // Nearly all numbers are like these, and every one of a big file comes through here.
  if (/^\d+$/.test(text)) return undefined;
  if (/^\d+\.\d\d?$/.test(text)) return '.';
  const { '.': point, ',': comma } = readings(westernDigits(text));
  if (point === comma) return undefined;
  if (point !== undefined && comma !== undefined) return 'either';
  return point === undefined ? ',' : '.';
}

/** What is to be done after a first reading. */
export interface Decision {
  /** By which the file has to be read again; undefined where nothing in it decides. */
  shown: Shown | undefined;
  /** What is to be told of the decision. */
  findings: readonly Finding[];
}

/** @returns undefined where the first reading holds: every number in it was certain, and no two contradict each other */
export function decide({ certain, uncertain }: Witness): Decision | undefined {
  const { '.': point, ',': comma } = certain;
  if (point !== undefined && comma !== undefined) {
    // The file is refused either way: as the more common sign has it, the fewer cells are listed.
    const sign = comma.count > point.count ? ',' : '.';
    const [by, other] = sign === '.' ? [point.first, comma.first] : [comma.first, point.first];
    return { shown: { sign, by }, findings: [contradiction(sign, by, other)] };
  }
  if (uncertain === undefined) return undefined;
  const sign = point === undefined ? ',' : '.';
  const by = certain[sign]?.first;
  if (by === undefined) return { shown: undefined, findings: [] };
  return { shown: { sign, by }, findings: [decided({ sign, by }, uncertain)] };
}

function contradiction(sign: DecimalSign, here: Seen, other: Seen): Finding {
  const { text: value, ...place } = here;
  return {
    ...{ ...place, severity: 'error', value },
    expected: `numbers written in one way: here ${signNames[sign]} stands before decimals, in ${said(other)} ${otherSign(sign)}`,
    hint: 'Write all of them in the same way.',
  };
}

function decided({ sign, by }: Shown, { text, ...place }: Seen): Finding {
  const meaning = readings(westernDigits(text))[sign];
  return {
    ...{ ...place, severity: 'warning' },
    message: `"${text}" is read as ${Number(meaning)}: in ${said(by)} ${signNames[sign]} stands before decimals.`,
    hint: `If it means something else, run again with ${sign === ',' ? '--thousands ","' : '--decimal-comma'}.`,
  };
}

/** What the file shows, as a reason: `Elsewhere in this file, in row 7 ("12,50"), a comma stands before decimals.` */
export function reasonOf({ sign, by }: Shown): string {
  return `Elsewhere in the file, in ${said(by)}, ${signNames[sign]} stands before decimals.`;
}

const signNames: Record<DecimalSign, string> = { '.': 'a point', ',': 'a comma' };

function otherSign(sign: DecimalSign): string {
  return signNames[sign === '.' ? ',' : '.'];
}

function said({ text, row, path }: Seen): string {
  if (row !== undefined) return `row ${row} ("${text}")`;
  return path === undefined ? `"${text}"` : `record ${Number(path[1]) + 1} ("${text}")`;
}
