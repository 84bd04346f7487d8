const narrowest = 8;

/** Column widths that fit: the widest is narrowed until the sum does, those of `whole` never, none below a readable minimum. */
export function narrow(
  wanted: readonly number[],
  room: number,
  whole: ReadonlySet<number>,
): readonly number[] {
  const widths = [...wanted];
  let over = widths.reduce((sum, one) => sum + one, 0) - room;
  for (; over > 0; over -= 1) {
    const widest = Math.max(...widths.filter((_, i) => !whole.has(i)));
    if (widest <= narrowest) break;
    widths[widths.findIndex((one, i) => one === widest && !whole.has(i))] = widest - 1;
  }
  return widths;
}

/** Shares spare width out to columns of text, a quarter of its own width to each at most. */
export function widen(widths: readonly number[], room: number, right: ReadonlySet<number>): number[] {
  const spare = room - widths.reduce((sum, one) => sum + one, 0);
  const share = Math.max(0, Math.floor(spare / Math.max(1, widths.length - right.size)));
  return widths.map((width, i) => (right.has(i) ? width : width + Math.min(share, Math.ceil(width / 4))));
}
