/** A time in UTC as the clock on the wall shows it, and in UTC: `23 Nov 15:30 (10:30 UTC)`. */
export function bothClocks(utc: string): string {
  const time = new Date(utc);
  if (Number.isNaN(time.getTime())) return utc;
  const local = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(time);
  return `${local.replace(',', '')} (${time.toISOString().slice(11, 16)} UTC)`;
}
