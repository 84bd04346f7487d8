import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { readLedger } from '../../src/ledger/ledger.ts';
import { start } from '../e2e/process.ts';
import { loggingServer, type Received } from '../server.ts';
import { eachOf } from '../storage/children.ts';
import { answerAll, commandNames, everyCommand } from './every-command.ts';
import { serverAt } from './sending.ts';

let env: NodeJS.ProcessEnv = {};
let received: readonly Received[] = [];

/** Every command that prints what may be long, and ends by itself. */
let printing: { args: readonly string[]; code: number }[] = [];

beforeEach(async () => {
  const server = await loggingServer((request) => answerAll(request));
  env = serverAt(server.url);
  received = server.received;
  const lines = Object.values(everyCommand(env)).flat();
  printing = lines.filter(({ prints }) => prints).map(({ args, code = 0 }) => ({ args, code }));
});

/**
 * Every fourth command from a turn on, and the import that is looked for in the ledger; in `npm run test:endurance` all.
 * So each command is tried with one of four redirections, and each redirection with many commands.
 */
function inTurn(all: typeof printing, turn: number): typeof printing {
  if (inject('thorough')) return all;
  return all.filter(({ args }, i) => i % 4 === turn || args.join(' ').startsWith('menu import'));
}

/** Runs the built program with what a shell does to its streams, such as `2>&-`. */
async function redirected(args: readonly string[], redirection: string) {
  const words = [process.execPath, inject('program'), ...args];
  const child = spawn('sh', ['-c', `exec "$0" "$@" ${redirection}`, ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

it('every command is among those that are tried', () => {
  expect(Object.keys(everyCommand(env)).sort()).toEqual(commandNames().sort());
});

describe('every command that prints', () => {
  it('is quiet when nobody reads, as before head -1, and does its work', async () => {
    await eachOf(printing, async ({ args }) => {
      const { child, ended } = start(args, env);
      child.stdout?.destroy();
      const { code, err } = await ended;
      expect({ args, code, err }).toEqual({ args, code: 0, err: expect.not.stringMatching(/Error|EPIPE/) });
    });
    const sent = (path: string) =>
      received.filter((one) => one.method === 'POST' && one.path === path).length;
    expect(sent('/interface/v1/importMenu')).toBe(1);
    expect(sent('/interface/v1/syncStockAndPrice')).toBe(1);
    expect(sent('/interface/v1/syncOrderStatus')).toBe(3);
    expect(sent('/api/client/task')).toBe(3);
  });

  it.skipIf(process.platform === 'win32')('fails when the disk is full', async () => {
    await eachOf(inTurn(printing, 3), async ({ args }) => {
      const { code, err } = await redirected(args, '> /dev/full');
      const expected = { code: 1, err: expect.stringContaining('Cannot write the output: ') };
      expect({ args, code, err }).toEqual({ args, ...expected });
    });
  });

  it.skipIf(process.platform === 'win32').each([
    ['standard output', '>&-', 0],
    ['standard error', '2>&-', 1],
    ['all of them', '<&- >&- 2>&-', 2],
  ])('ends as usual when %s is closed', async (_, redirection, turn) => {
    await eachOf(inTurn(printing, turn), async ({ args, code: wanted }) => {
      const { code, out, err } = await redirected([...args], redirection);
      const silence = wanted === 0 ? expect.not.stringContaining('Error') : expect.any(String);
      expect({ args, code, err }).toEqual({ args, code: wanted, err: silence });
      if (!redirection.includes('>&-') || redirection === '2>&-') expect(out).not.toBe('');
    });
    // What a command writes into its own files is not taken for one of the streams.
    const { state, damages } = readLedger(join(env.BLINK_STATE_DIR ?? '', 'default/sandbox'), 'catalog');
    expect({ damages, menu: state.records.get('menu')?.size }).toEqual({ damages: [], menu: 1 });
  });
});
