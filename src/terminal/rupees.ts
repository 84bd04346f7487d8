/**
 * An amount as Blink sends it (a number, `"39.000"`, null) for people: `1,250.00`. Digits are moved, never calculated with.
 * @returns undefined where there is none; what is no amount comes back as it is
 */
export function showRupees(amount: number | string | null | undefined): string | undefined {
  if (amount === null || amount === undefined || amount === '') return undefined;
  const [, sign = '', whole, decimals = ''] = /^\s*(-?)(\d+)(?:\.(\d*))?\s*$/.exec(String(amount)) ?? [];
  if (whole === undefined) return String(amount);
  const grouped = whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${grouped}.${decimals.replace(/0+$/, '').padEnd(2, '0')}`;
}
