import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { start } from '../e2e/process.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';
import { eachOf } from '../storage/children.ts';
import { answerAll, commandNames, everyCommand } from './every-command.ts';
import { serverAt, storeAccount } from './sending.ts';

const password = 'canary-password-"Qx7"';
const token = 'canary-token-Zr4tPq';
const logisticsToken = 'canary-logistics-Kd9w';
const renewed = 'canary-renewed-Vb2n';
const secrets = [password, token, logisticsToken, renewed];

/** The ways a secret could be written. */
const forms = secrets.flatMap((secret) => [
  ...[secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)],
  ...[Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')],
]);
const found = (text: string) => forms.filter((form) => text.includes(form));

/** Says in every error what it was sent, as servers in debug mode do. */
function tellTale(request: Received): Answer {
  const { path, headers, body } = request;
  const echo = `You sent ${headers.authorization} and ${body}`;
  if (path.includes('/login')) return { body: { access_token: renewed, message: echo } };
  if (headers.authorization === `Bearer ${token}`) return { status: 401, body: { message: echo } };
  if (path.includes('/branches') || path.includes('/syncOrderStatus'))
    return { status: 422, body: { message: echo, errors: { [echo]: [echo] } } };
  if (path.includes('/importMenu')) return { status: 200, body: `<html>${echo}` };
  if (path.includes('/anything') || path.startsWith('/api')) return { status: 500, body: { message: echo } };
  return { status: 429, headers: { 'retry-after': '0' }, body: { message: echo } };
}

/** Every file in a folder. */
function filesIn(folder = ''): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}

const inVariables = {
  ...{ BLINK_USERNAME: 'kfc', BLINK_PASSWORD: password },
  ...{ BLINK_TOKEN: token, BLINK_LOGISTICS_TOKEN: logisticsToken },
};
const stored = { username: 'kfc', password, token, logisticsToken };
const nothing = { BLINK_TOKEN: undefined, BLINK_LOGISTICS_TOKEN: undefined };

describe('every command, with secrets from everywhere', () => {
  it.each([
    ['the configuration', stored, nothing, 'answers well', (request: Received) => answerAll(request)],
    ['variables', undefined, inVariables, 'repeats what it was sent', tellTale],
  ])(
    'shows and keeps none of %s',
    async (_, account, variables, __, answer) => {
      const { url, received } = await loggingServer(answer);
      const env = serverAt(url, variables);
      if (account) storeAccount(env, account);
      const commands = everyCommand(join(env.HOME ?? '', 'files'), { password, token });
      expect(Object.keys(commands).sort()).toEqual(commandNames().sort());
      const lines = Object.values(commands).flat();
      await eachOf(lines, async ({ args, input }) => {
        const own = args[0] === 'login' ? { ...serverAt(url), BLINK_STATE_DIR: env.BLINK_STATE_DIR } : env;
        const { child, ended } = start([...args, '--verbose', '--retries', '1', '--timeout', '10'], own);
        const argv = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/cmdline`, 'utf8') : '';
        child.stdin?.end(input);
        const { out, err } = await ended;
        // The answer itself is what "blink api" is for.
        const shown = args[0] === 'api' ? err : out + err;
        expect({ args, shown: found(shown), argv: found(argv) }).toEqual({ args, shown: [], argv: [] });
      });
      expect(received.some(({ headers }) => headers.authorization?.includes('canary'))).toBe(true);
      for (const file of filesIn(env.BLINK_STATE_DIR)) {
        expect({ file, found: found(readFileSync(file, 'utf8')) }).toEqual({ file, found: [] });
      }
      if (process.platform === 'win32') return;
      for (const folder of [env.BLINK_CONFIG_DIR, env.BLINK_STATE_DIR]) {
        for (const file of filesIn(folder)) {
          expect({ file, mode: (statSync(file).mode & 0o777).toString(8) }).toEqual({ file, mode: '600' });
          const around = join(file, '..');
          expect({ around, mode: (statSync(around).mode & 0o777).toString(8) }).toEqual({
            around,
            mode: '700',
          });
        }
      }
    },
    60_000,
  );
});
