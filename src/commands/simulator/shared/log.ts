import type { RequestEntry } from '../../../simulator/call.ts';
import type { Delivery } from '../../../simulator/webhooks.ts';
import { cleanText } from '../../../terminal/clean.ts';
import type { Style } from '../../../terminal/style.ts';

/** What the log is told: a request that was answered, or a webhook that was called. */
export type LogEntry = ({ type: 'request' } & RequestEntry) | ({ type: 'webhook'; at: number } & Delivery);

/** A line of JSON, for programs. */
export function ndjsonLine(entry: LogEntry): string {
  const { at, ms, ...rest } = entry;
  const { type, ...others } = rest;
  const time = new Date(at).toISOString();
  return `${JSON.stringify({ time, type, ...others, ms: Math.round(ms * 10) / 10 })}\n`;
}

const widestPath = 60;
const besidePath = 44;
const narrowestPath = 12;

/** A line for a person: time, method, path, status, milliseconds and size, in columns. */
export function terminalLine(entry: LogEntry, columns: number, style: Style): string {
  const room = Math.max(narrowestPath, Math.min(widestPath, columns - besidePath));
  const isHook = entry.type === 'webhook';
  const clock = new Date(entry.at).toTimeString().slice(0, 8);
  const method = (isHook ? '→ POST' : cleanText(entry.method)).padEnd(7).slice(0, 7);
  const what = isHook ? `${entry.kind} to ${entry.url}` : entry.path;
  const took = `${Math.round(entry.ms)} ms`.padStart(8);
  const why = isHook && entry.why !== undefined ? `  ${cleanText(entry.why)}` : '';
  return `${[
    style.dim(clock),
    method,
    fitted(cleanText(what), room),
    coloured(entry.status, style),
    took,
    sizeText(entry.size).padStart(8),
  ].join('  ')}${why}\n`;
}

function fitted(text: string, room: number): string {
  return text.length <= room ? text.padEnd(room) : `${text.slice(0, room - 1)}…`;
}

function coloured(status: number | undefined, { good, caution, bad }: Style): string {
  if (status === undefined) return bad('---');
  if (status < 400) return good(String(status));
  return status < 500 && status !== 444 ? caution(String(status)) : bad(String(status));
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_500 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
