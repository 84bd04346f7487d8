/** One line of the table: a figure of ours held against a floor, a peer or a limit. */
export interface Line {
  /** The part it is measured with: `npm run bench -- start`. */
  part: Part;
  what: string;
  against: string;
  unit: Unit;
  /** What the figure may be at most, and what it should become. */
  budget?: number;
  aim?: number;
  /** @returns the figures, or why they can't be had here */
  measure(): Promise<Figures | string>;
}

export const parts = ['start', 'reading', 'network', 'receiver', 'history'] as const;
export type Part = (typeof parts)[number];

/** `×` is our time divided by the other's. */
export type Unit = '×' | 'ms' | 's' | 'MiB' | '/s';

export interface Figures {
  value: number;
  /** What the value was made from, with its spread: `25.1 ms (24.0–27.9)`. */
  ours?: string;
  theirs?: string;
}

/** A line whose figure is a ratio of two lists of times in milliseconds that were taken in turn. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Figures {
  return { value: median(ours) / median(theirs), ours: spread(ours), theirs: spread(theirs) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** The median of times in milliseconds, with the shortest and the longest: `1.24 s (1.22–1.31)`. */
export function spread(values: readonly number[]): string {
  const seconds = median(values) >= 1000;
  const show = (value: number) => (seconds ? (value / 1000).toFixed(2) : value.toFixed(1));
  const [least, most] = [Math.min(...values), Math.max(...values)].map(show);
  return `${show(median(values))} ${seconds ? 's' : 'ms'} (${least}–${most})`;
}
