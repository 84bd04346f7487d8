import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBooks } from '../../../src/inbox/file-store/books.ts';
import { fillDay } from '../../inbox/filled-days.ts';
import { type Line, median, spread } from '../line.ts';
import { postSteadily } from '../load.ts';
import { blink, inTurn, type Program, runForMemory } from '../programs.ts';
import { listening } from '../servers.ts';

const rounds = 5;
const perDay = 100_000;

/** What is asked of an inbox every day. The order is one of the first day. */
export const questions = [
  'webhook inbox list --limit 5',
  'webhook inbox list --since 5m --limit 1',
  'webhook inbox show 7',
  'orders watch --once',
];

/** How an inbox with 500,000 orders answers. */
export function historyLines(scratch: string): Line[] {
  const folder = join(scratch, 'history');
  const against = '500,000 events';
  let filled: Promise<void> | undefined;
  const inbox = () => (filled ??= filledInbox(folder, 5));
  return [
    ...questions.map(
      (question): Line => ({
        ...({ part: 'history', what: `\`blink ${question}\``, against, unit: 'ms', budget: 500 } as const),
        measure: async () => {
          await inbox();
          const [times = []] = await inTurn(rounds, [asking(folder, question)]);
          return { value: median(times), ours: spread(times) };
        },
      }),
    ),
    {
      ...({ part: 'history', what: 'memory, the most of these', against, unit: 'MiB', budget: 120 } as const),
      measure: async () => {
        await inbox();
        const peaks = [];
        for (const question of questions)
          peaks.push((await runForMemory(asking(folder, question), scratch)).peak);
        return { value: Math.max(...peaks) };
      },
    },
    {
      ...({
        part: 'history',
        what: '`blink webhook listen`, from its start to the first answer',
        against,
        unit: 'ms',
        budget: 1000,
      } as const),
      measure: async () => {
        await inbox();
        const times = [];
        for (let round = 0; round < rounds; round++) times.push(await firstAnswer(folder));
        return { value: median(times), ours: spread(times) };
      },
    },
  ];
}

export function asking(folder: string, question: string): Program {
  return blink(folder, [...question.split(' '), '--env', 'local']);
}

/** Fills the days before today, the oldest first. */
export async function filledInbox(folder: string, days: number): Promise<void> {
  for (let day = 0; day < days; day++) await fillAnother(folder, day, days - day);
}

/** Fills one day, and brings the index up to it, as a listener does while it receives. */
export async function fillAnother(folder: string, day: number, ago: number): Promise<void> {
  const body = readFileSync('fixtures/vendor/webhook-order.json');
  const inbox = join(folder, 'state', 'default', 'local', 'inbox');
  fillDay(inbox, ago, day * perDay, perDay, body);
  const books = openBooks(inbox);
  await books.standing();
  await books.write();
  await books.close();
}

async function firstAnswer(folder: string): Promise<number> {
  const { command, env } = blink(folder, ['webhook', 'listen', '--env', 'local', '--port', '0']);
  const began = performance.now();
  const listener = await listening(command, env);
  try {
    await postSteadily(listener.url, 1, 1);
    return performance.now() - began;
  } finally {
    await listener.stop();
  }
}
