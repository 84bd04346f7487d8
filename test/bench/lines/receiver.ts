import { join } from 'node:path';
import type { Line } from '../line.ts';
import { type Loaded, postAtOnce, postSteadily } from '../load.ts';
import { blink, type Program } from '../programs.ts';
import { answering, flushing, listening } from '../servers.ts';

/** How the receiver, which keeps each order before it answers, stands beside servers that do less. */
export function receiverLines(scratch: string): Line[] {
  const listen = ['webhook', 'listen', '--env', 'local', '--port', '0'];
  const ours = (folder: string) => blink(join(scratch, folder), listen);
  const bare = (source: string): Program => ({
    command: [process.execPath, '-e', source, join(scratch, 'bodies')],
  });
  const highest = (server: Program) => under(server, (url) => postAtOnce(url, 30_000));
  const beside = (source: string) => async () => {
    const [a, b] = [await highest(ours('beside')), await highest(bare(source))];
    return { value: a.rate / b.rate, ours: perSecond(a), theirs: perSecond(b) };
  };
  const line = { part: 'receiver', against: '' } as const;
  return [
    {
      ...{
        ...line,
        what: 'receiver at 500 orders a second, 99 of 100 answered within',
        unit: 'ms' as const,
        budget: 20,
      },
      measure: async () => ({
        value: (await under(ours('steady'), (url) => postSteadily(url, 500, 10))).p99,
      }),
    },
    {
      ...{ ...line, what: 'receiver, the most orders a second', unit: '/s' as const },
      measure: async () => ({ value: (await highest(ours('most'))).rate }),
    },
    {
      ...{ ...line, what: 'the same', unit: '×' as const, against: '`node:http` that only answers' },
      measure: beside(answering),
    },
    {
      ...{ ...line, what: 'the same', unit: '×' as const, against: '`node:http` that flushes each order' },
      measure: beside(flushing),
    },
  ];
}

async function under({ command, env }: Program, load: (url: string) => Promise<Loaded>): Promise<Loaded> {
  const server = await listening(command, env);
  try {
    await load(server.url);
    return await load(server.url);
  } finally {
    await server.stop();
  }
}

function perSecond({ rate }: Loaded): string {
  return `${Math.round(rate).toLocaleString('en')} /s`;
}
