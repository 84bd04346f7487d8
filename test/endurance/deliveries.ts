import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Started, startCommand } from '../e2e/process.ts';
import { home, type Run } from '../front-door.ts';
import type { Tally } from './attack.ts';
import type { DeliveryService } from './delivery-service.ts';

/** A file of tasks and somebody who creates them. */
export interface Deliveries {
  env: NodeJS.ProcessEnv;
  file: string;
  keys: readonly string[];
  /** The command line that creates them: a program and its arguments. */
  command: readonly string[];
}

const header =
  'mappingKey,mappingBranchId,customerName,customerPhone,customerAddress,lat,lng,pickUpTime,deliveryTime,paymentType,subTotal\n';

/** So many tasks in a file, in a home of their own. */
export function deliveries({ url }: DeliveryService, count: number): Deliveries {
  const env: NodeJS.ProcessEnv = {
    ...home(),
    BLINK_ENV: 'sandbox',
    BLINK_LOGISTICS_TOKEN: 'token-1',
    BLINK_LOGISTICS_URL: url,
  };
  const keys = Array.from({ length: count }, (_, i) => `A${i}`);
  return { ...writeTasks(join(env.HOME ?? '', 'tasks.csv'), keys), env, keys };
}

/** Writes tasks to a file. @returns it, and the command line that creates them */
export function writeTasks(file: string, keys: readonly string[]): Pick<Deliveries, 'file' | 'command'> {
  writeFileSync(file, tasksAsCsv(keys));
  return { file, command: [process.execPath, inject('program'), 'task', 'create', '--from', file, '--json'] };
}

export function tasksAsCsv(keys: readonly string[]): string {
  const row = (key: string) =>
    `${key},63,Ayesha Khan,0300-1234567,Tariq Road,24.87,67.05,+10m,+50m,ONLINE,500.50\n`;
  return header + keys.map(row).join('');
}

/** Starts to create them. @param under a program that starts blink, with its arguments */
export function create({ command, env }: Deliveries, under: readonly string[] = []): Started {
  return startCommand([...under, ...command], env);
}

/** What the report of a run says of each key. */
export interface Told {
  id: string;
  outcome: 'done' | 'refused' | 'unknown' | 'skipped';
  error?: string;
}

/** How often a command is repeated before somebody would ask for help. */
const repetitions = 3;

/** Does what somebody does after a failure: the same command again, and again until all is well. */
export async function repeat(own: Deliveries): Promise<Run> {
  let last = await create(own).ended;
  for (let again = 1; last.code !== 0 && again < repetitions; again += 1) last = await create(own).ended;
  return last;
}

/** Holds what the service got against what the last run told, and counts what must not be. */
export function judge(
  tally: Tally,
  service: DeliveryService,
  own: Deliveries,
  last: Run,
  what: string,
): void {
  tally.tries += 1;
  const told = new Map(toldBy(last).map((one) => [one.id, one]));
  for (const key of own.keys) {
    const [count, { outcome, error } = { outcome: undefined }] = [
      service.creations.get(key) ?? 0,
      told.get(key),
    ];
    if (count > 1) tally.twice.push(`${key} ${count} times: ${what}`);
    if (service.tasks.has(key)) continue;
    const isTold = outcome === 'unknown' && last.code === 6;
    if (!isTold) tally.lost.push(`${key}, ${outcome} (${error}), exit ${last.code} ${last.err}: ${what}`);
    if (outcome === 'done' || last.code === 0) tally.silent.push(`${key}, exit ${last.code}: ${what}`);
  }
}

export function toldBy({ out }: Run): Told[] {
  const text = out.trim();
  return text === '' ? [] : JSON.parse(text).results;
}
