import { describe, expect, it } from 'vitest';
import { blink } from '../front-door.ts';
import { answerAll, type CommandLine, commandNames, everyCommand } from '../reliability/every-command.ts';
import { serverAt } from '../reliability/sending.ts';
import { loggingServer } from '../server.ts';

const account = {
  ...{ BLINK_ENV: 'production', BLINK_PROFILE: 'karachi', BLINK_TOKEN: undefined },
  ...{ BLINK_USERNAME: 'karachi-foods', BLINK_PASSWORD: 'hunter2', BLINK_LOGISTICS_TOKEN: 'token-1' },
};

/** The commands that write to Blink. What is posted to receivers of this computer is none of Blink's. */
const writing = [
  ...['menu import', 'stock sync', 'stock set', 'order status'],
  ...['task create', 'task update', 'api'],
];

describe('before a write to production', () => {
  it('the account, the profile and the environment are shown, by every command that writes', async () => {
    let said = '';
    const unsaid: string[] = [];
    const wrote = new Set<string>();
    let command = '';
    const { url } = await loggingServer((request) => {
      const { method, path } = request;
      const isWrite = !['GET', 'HEAD'].includes(method) && !path.endsWith('/login') && path !== '/';
      if (isWrite) {
        wrote.add(command);
        // The account of the delivery service is its token.
        const who = path.startsWith('/api/client')
          ? 'token from BLINK_LOGISTICS_TOKEN'
          : 'user karachi-foods';
        const shown = ['production', 'profile karachi', who].every((part) => said.includes(part));
        if (!shown) unsaid.push(`${command}: ${method} ${path}`);
      }
      return answerAll(request);
    });
    const env = serverAt(url, account);
    const commands = everyCommand(env, {});
    expect(Object.keys(commands).sort()).toEqual(commandNames().sort());
    const anyCall: CommandLine[] = [{ args: ['api', 'POST', '/anything', '--field', 'a=1'] }];
    for (const [name, lines] of Object.entries({ ...commands, api: anyCall })) {
      if (name === 'login' || name.startsWith('webhook')) continue;
      for (const { args, input = '', serves } of lines) {
        if (serves || args.includes('--json')) continue;
        said = '';
        command = name;
        const onErr = (text: string) => {
          said += text;
        };
        await blink([...args, '--yes'], { env, input, onErr });
      }
    }
    expect({ unsaid, wrote: [...wrote].sort() }).toEqual({ unsaid: [], wrote: writing.toSorted() });
  }, 60_000);

  it('is not mixed into what scripts read, nor said where it was asked to be quiet', async () => {
    const { url } = await loggingServer((request) => answerAll(request));
    const env = serverAt(url, account);
    for (const flag of ['--json', '--quiet']) {
      expect(await blink(`order status 9 --accept ${flag}`, { env })).toMatchObject({ code: 0, err: '' });
    }
    const { err } = await blink('order status 9 --accept', { env });
    expect(err).toBe(
      `In production at ${url} (profile karachi, user karachi-foods): change the state of 1 order.\n`,
    );
  });
});
