/** An exact amount of money, in thousandths of a rupee. */
export type Amount = bigint;

const perRupee = 1000n;

/** Reads an amount as JSON holds it, 94.72 or "39.000". More than 3 decimals are rounded; what is no amount is 0. */
export function amountOf(value: unknown): Amount {
  const text = typeof value === 'number' ? plain(value) : String(value ?? '');
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return 0n;
  const [, whole = '0', decimals = ''] = match;
  const exact = BigInt(whole) * perRupee + BigInt(decimals.slice(0, 3).padEnd(3, '0'));
  return (decimals[3] ?? '0') >= '5' ? exact + 1n : exact;
}

/** A share of an amount in percent, rounded to the paisa. */
export function share(amount: Amount, percent: bigint): Amount {
  const paisas = amount * percent;
  return ((paisas + 500n) / 1000n) * 10n;
}

/** As Blink writes prices: "39.000". */
export function inFull(amount: Amount): string {
  return `${amount / perRupee}.${String(amount % perRupee).padStart(3, '0')}`;
}

/** As Blink writes totals: "59", "66.67". */
export function inShort(amount: Amount): string {
  return inFull(amount).replace(/\.?0+$/, '');
}

/** As a JSON number, which up to 12 digits before the point is the same amount. */
export function asNumber(amount: Amount): number {
  return Number(inShort(amount));
}

/** The digits of a number without an exponent. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(4) : text;
}
