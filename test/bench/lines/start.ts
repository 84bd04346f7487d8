import { join } from 'node:path';
import { type Line, ratioOf } from '../line.ts';
import { bareNode, blink, inTurn, isInstalled, type Program, run } from '../programs.ts';
import { slowServer } from '../servers.ts';

const rounds = 25;
const against = '`node -e 0`';

/** How long the program takes to begin and to end, held against a Node that does nothing. */
export function startLines(scratch: string): Line[] {
  const of = (words: string, budget: number, aim: number): Line => ({
    ...({ part: 'start', what: `\`blink ${words}\``, against, unit: '×', budget, aim } as const),
    measure: async () => await compared(blink(join(scratch, 'start'), words.split(' ')), bareNode),
  });
  return [
    of('--version', 1.3, 1.1),
    of('--help', 1.6, 1.25),
    of('menu --help', 1.6, 1.25),
    of('menu import --help', 1.6, 1.3),
    {
      ...({ part: 'start', what: '`blink order status 1 --accept`, logged in', against, unit: '×' } as const),
      ...{ budget: 3.8, aim: 3.3, measure: () => orderStatus(scratch) },
    },
    ...peers.map(peerLine),
  ];
}

async function orderStatus(scratch: string) {
  const server = await slowServer(0);
  const folder = join(scratch, 'logged-in');
  const env = { BLINK_ENV: 'sandbox', BLINK_API_URL: server.url };
  try {
    await run(blink(folder, ['login', '--username', 'demo'], { ...env, BLINK_PASSWORD: 'demo' }));
    return await compared(blink(folder, ['order', 'status', '1', '--accept'], env), bareNode);
  } finally {
    server.close();
  }
}

const peers = ['curl', 'gh', 'stripe'];

function peerLine(peer: string): Line {
  return {
    ...({ part: 'start', what: `\`${peer} --version\`, for comparison`, against, unit: '×' } as const),
    measure: async () =>
      isInstalled(peer) ? await compared({ command: [peer, '--version'] }, bareNode) : `no ${peer} here`,
  };
}

async function compared(ours: Program, theirs: Program) {
  const [a = [], b = []] = await inTurn(rounds, [ours, theirs]);
  return ratioOf(a, b);
}
