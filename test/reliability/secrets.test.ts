import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { start } from '../e2e/process.ts';
import { blink } from '../front-door.ts';
import { order } from '../inbox/keep.ts';
import { type Answer, loggingServer, type Received } from '../server.ts';
import { eachOf } from '../storage/children.ts';
import { answerAll, commandNames, everyCommand } from './every-command.ts';
import { closedToOthers, filesIn } from './private.ts';
import { serverAt, storeAccount } from './sending.ts';
import { request, secretPath, serve } from './serving.ts';

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

/** The arguments of a process, as every user of the computer can read them. */
function argvOf({ pid }: ChildProcess): string {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
}

/** Runs a command to its end: through the front door, in `npm run test:endurance` as a process. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv, input: string) {
  if (!inject('thorough')) return { argv: '', ...(await blink(args, { env, input })) };
  const { child, ended } = start(args, env);
  const argv = argvOf(child);
  child.stdin?.end(input);
  return { argv, ...(await ended) };
}

/** Calls a simulator with its password and its token, or posts an order to a receiver. */
async function talk(simulator: boolean, url: string, env: NodeJS.ProcessEnv): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const login = JSON.stringify({ username: 'till', password });
  if (!simulator) {
    const path = url.includes('***') ? await secretPath(env) : '';
    expect(
      await request(new URL(url).origin, `${path}/orders`, { headers, body: JSON.stringify(order('8')) }),
    ).toBe(200);
  } else {
    expect(await request(url, '/interface/v1/login', { headers, body: login })).toBe(200);
    expect(await request(url, '/simulator/orders', { headers, body: '{}' })).toBe(201);
  }
}

const inVariables = {
  ...{ BLINK_USERNAME: 'kfc', BLINK_PASSWORD: password },
  ...{ BLINK_TOKEN: token, BLINK_LOGISTICS_TOKEN: logisticsToken },
};

const vault = mkdtempSync(join(inject('scratch'), 'vault-'));
function inVault(name: string, secret: string): string {
  writeFileSync(join(vault, name), `${secret}\n`, { mode: 0o600 });
  return join(vault, name);
}
const inFiles = {
  ...{ BLINK_TOKEN: undefined, BLINK_LOGISTICS_TOKEN: undefined },
  ...{ BLINK_USERNAME: 'kfc', BLINK_PASSWORD_FILE: inVault('password', password) },
  BLINK_TOKEN_COMMAND: `cat ${inVault('token', token)}`,
  BLINK_LOGISTICS_TOKEN_FILE: inVault('logistics', logisticsToken),
};
const stored = { username: 'kfc', password, token, logisticsToken };
const nothing = { BLINK_TOKEN: undefined, BLINK_LOGISTICS_TOKEN: undefined };

describe('every command, with secrets from everywhere', () => {
  it.each([
    ['the configuration', stored, nothing, 'answers well', (request: Received) => answerAll(request)],
    ['variables', undefined, inVariables, 'repeats what it was sent', tellTale],
    ['files and commands', undefined, inFiles, 'repeats what it was sent', tellTale],
  ])(
    'shows and keeps none of %s',
    async (_, account, variables, __, answer) => {
      const { url, received } = await loggingServer(answer);
      const env = serverAt(url, variables);
      if (account) storeAccount(env, account);
      const commands = everyCommand(env, { password, token });
      expect(Object.keys(commands).sort()).toEqual(commandNames().sort());
      const lines = Object.values(commands).flat();
      const flags = ['--verbose', '--retries', '1', '--timeout', '10'];
      const ending = lines.filter(({ serves }) => !serves);
      await eachOf(ending, async ({ args, input = '' }) => {
        const own = args[0] === 'login' ? { ...serverAt(url), BLINK_STATE_DIR: env.BLINK_STATE_DIR } : env;
        const { argv, out, err } = await run([...args, ...flags], own, input);
        // The answer itself is what "blink api" is for.
        const shown = args[0] === 'api' ? err : out + err;
        expect({ args, shown: found(shown), argv: found(argv) }).toEqual({ args, shown: [], argv: [] });
      });
      for (const { args, input } of lines.filter(({ serves }) => serves)) {
        const { child, url: own, stop } = await serve([...args, ...flags], env, { input });
        const argv = argvOf(child);
        if (own !== undefined) await talk(args[0] === 'simulator', own, env);
        const { out, err } = await stop();
        expect({ args, shown: found(out + err), argv: found(argv) }).toEqual({ args, shown: [], argv: [] });
      }
      expect(received.some(({ headers }) => headers.authorization?.includes('canary'))).toBe(true);
      const kept = [...filesIn(env.BLINK_STATE_DIR), ...filesIn(join(env.HOME ?? '', 'files'))];
      const journals = answer === tellTale ? [/ledger[\\/]orders$/, /\.rejected\./] : [];
      for (const kind of [/inbox[\\/]\d.+\.ndjson$/, /simulator[\\/]/, ...journals]) {
        expect(kept).toContainEqual(expect.stringMatching(kind));
      }
      for (const file of kept) {
        expect({ file, found: found(readFileSync(file, 'utf8')) }).toEqual({ file, found: [] });
      }
      closedToOthers(env.BLINK_CONFIG_DIR);
      closedToOthers(env.BLINK_STATE_DIR);
    },
    120_000,
  );
});
