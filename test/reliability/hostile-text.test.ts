import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../src/main.ts';
import { blink } from '../front-door.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';
import { answerAll, type CommandLine, commandNames, everyCommand } from './every-command.ts';
import { hostile, unsafe } from './hostile.ts';
import { terminalOf } from './screen.ts';
import { configFolder, serverAt } from './sending.ts';

/** Refuses everything, in the words of a stranger. */
function refusing({ path }: Received): Answer {
  if (path.includes('/login')) return { status: 401, body: { message: hostile } };
  if (path.includes('/importMenu')) return { body: hostile };
  return {
    status: 422,
    headers: { 'x-note': 'a' },
    body: { message: hostile, errors: { [hostile]: [hostile] } },
  };
}

/** Runs a command line on a terminal, without colours unless told otherwise. */
async function onTerminal(
  { args, input = '' }: CommandLine,
  env: NodeJS.ProcessEnv,
  looks: NodeJS.ProcessEnv = { NO_COLOR: '1' },
) {
  const { io, screen } = terminalOf({ ...env, ...looks }, input);
  await main(args, io, new AbortController().signal);
  return screen();
}

const formats = [['--verbose'], ['--json'], ['--output', 'csv']];

it.each([
  ['answers', (request: Received) => answerAll(request, hostile)],
  ['refusals', refusing],
])(
  'nothing raw of files and %s reaches a terminal, whatever the command and the format',
  async (_, answer) => {
    const { url } = await loggingServer(answer);
    const env = serverAt(url);
    const commands = everyCommand(env, { text: hostile });
    expect(Object.keys(commands).sort()).toEqual(commandNames().sort());
    const found = new Map<string, string>();
    for (const line of Object.values(commands).flat()) {
      if (line.serves) continue;
      for (const format of formats) {
        const screen = await onTerminal({ ...line, args: [...line.args, ...format] }, env);
        const raw = unsafe.exec(screen);
        if (!raw) continue;
        found.set(
          [...line.args, ...format].join(' ').replaceAll(hostile, '*'),
          JSON.stringify(screen.slice(raw.index - 60, raw.index + 20)),
        );
      }
    }
    expect(Object.fromEntries(found)).toEqual({});
  },
);

it('nothing raw of our own files that somebody wrote into reaches a terminal', async () => {
  const { url } = await loggingServer((request) => answerAll(request));
  const env = serverAt(url);
  const commands = everyCommand(env);
  const lines = ['menu import', 'stock sync', 'whoami', 'config list', 'branches map list'].flatMap(
    (name) => commands[name] ?? [],
  );
  for (const line of lines) {
    writeFileSync(join(configFolder(env), 'config.json'), `{"profiles":${hostile}`, { mode: 0o600 });
    const state = join(env.BLINK_STATE_DIR ?? '', 'default/sandbox');
    for (const name of ['menu.json', 'stock.json']) {
      mkdirSync(state, { recursive: true, mode: 0o700 });
      writeFileSync(join(state, name), `${hostile}{`, { mode: 0o600 });
    }
    expect(JSON.stringify(await onTerminal(line, env))).not.toMatch(/\\u001b|\\u0007|\u202e|\u009b/);
  }
});

it('colours of others never reach a terminal that shows ours', async () => {
  const red = '\u001b[31mred';
  const { url } = await loggingServer((request) => answerAll(request, red));
  const env = { ...serverAt(url), FORCE_COLOR: '1' };
  const commands = everyCommand(env, { text: red });
  for (const name of [
    'login',
    'menu convert',
    'branches list',
    'webhook inbox export',
    'orders watch',
    'api',
  ]) {
    for (const line of (commands[name] ?? []).filter(({ serves }) => !serves)) {
      for (const format of formats) {
        const screen = await onTerminal({ ...line, args: [...line.args, ...format] }, env, {});
        expect({ line, format, screen: screen.includes(red) }).toEqual({ line, format, screen: false });
      }
    }
  }
});

it('programs are given every character: in JSON as it was, in CSV without formulas', async () => {
  const customer = {
    full_name: `=1+1${hostile}`,
    phone: '+923001234567',
    email: '@x',
    total_orders: -3,
    signup_date: '-',
  };
  const page = { current_page: 1, last_page: 1, data: [customer] };
  const { url } = await loggingServer(() => ({ body: { data: page } }));
  const env = serverAt(url);
  for (const format of ['json', 'ndjson']) {
    const { out } = await blink(`customers list --output ${format}`, { env });
    expect([JSON.parse(out)].flat()).toEqual([customer]);
  }
  const { out } = await blink('customers list --output csv', { env });
  expect(out.split('\n').slice(1).join('\n')).toBe(`"'=1+1${hostile}",+923001234567,'@x,-3,'-\n`);
});
